"""What several pages share: page variables, links, navigation, structured data, timeline."""
