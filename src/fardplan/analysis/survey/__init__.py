"""The statistics of a survey, worked out from counts: how many gave which answer in each cell of the background."""
