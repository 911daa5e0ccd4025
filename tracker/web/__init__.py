"""Pages, widgets and the API: views of what the layers below compute."""
