"""The node types of Vivant: one folder a family, one file a node, the file named after the node."""
