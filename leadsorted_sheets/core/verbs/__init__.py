"""One lead or deal at a time: what a person does to it, as a plan.

    naming     which lead or deal is meant
    saying     what was typed, read as the book keeps it
    add  log  qualify  move  convert  close  register  find     a verb each: `Options` and `plan`

`session.verbs.VERBS` is the list of them that the command line and the ribbon are made from.
"""
