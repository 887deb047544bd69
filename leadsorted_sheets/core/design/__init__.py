"""What our tabs look like and where things stand on them: the plan that every maker of them goes by.

The template draws it as an .xlsx file, the set-up of a Google sheet as requests. Here it is data.
"""
