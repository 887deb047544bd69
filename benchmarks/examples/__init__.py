"""The messy example lists: written by hand as plain text, turned into the files people really send."""
