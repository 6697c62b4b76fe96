"""All that a page can name: values, figures with their options, equations and parameters.

The one door between the model and the pages. Each module makes one kind of thing, by its `make(question, given)`, and
publishing opens it in a process of its own (`apsite.workshop`): what it shows is always what the files say now. What
one kind needs of another is `given` to it, as files, so that each is made again only when something behind it is new:

    parameters and equations (model) | what an experiment is (experiment) -> run -> drawing -> start
"""
