"""What a list says between the lines, written into its blanks. Nobody outside is asked.

country    from the phone, the postcode, the endings of e-mail and website
region     from the postcode or the phone
time_zone  from country and region
company    from the e-mail domain, as the list itself teaches
job        seniority and function, from the job title
provider   the answers of a provider of the user's own
plan       the operation
"""

from leadsorted_sheets.core.enrich.plan import Options, plan

__all__ = ["Options", "plan"]
