"""Files that hold text: reading what people hand in, writing what a public body hands out. Knows no dialogues."""
