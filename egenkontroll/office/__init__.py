"""Word and PowerPoint: the only writer of them. Words and figures come from `report`."""
