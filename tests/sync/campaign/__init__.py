"""The fault campaign: the real product over HTTP, while people edit both sides, calls fail, and programs die.

    steps       what can happen, as values; a history is a list of them, made from its number
    world       two workbooks, one sheet on loopback, a clock that nobody waits for
    colleagues  what people do in the sheet; `users` what they do in the workbooks
    ledger      what was typed, whose it is, what became of it
    wire        every request of the product passes here: faults, and what others do in between
    syncing     one sync with all that happens meanwhile
    promises    what has to hold, after every step and at the end
    kills       syncs that are processes, and are killed
    teeth       planted faults, each of which has to be found

docs/campaign.md says how to run it and what was found.
"""
