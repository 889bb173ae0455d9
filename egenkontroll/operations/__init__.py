"""What a user can do: one function for each deed. Window and command line call only these.

Every function here either does the whole of what it says or raises `UserError` and leaves
everything as it was.
"""
