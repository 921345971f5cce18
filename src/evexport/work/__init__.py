"""Long work: many things done in the background in their asker's name, with progress, and none done twice."""
