"""From a public page to the desk: what of it can be edited, and the bar that its script shows to those signed in."""
