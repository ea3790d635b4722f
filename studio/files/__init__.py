"""Photo, video, sound and metadata, in and out."""
