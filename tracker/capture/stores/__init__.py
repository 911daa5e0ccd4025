"""Where the files of captures are kept: a folder, or a bucket of object storage."""
