"""What several pages show: page, links, navigation, structured data, timeline."""
