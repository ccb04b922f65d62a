"""From counted responses to what may be published: pure, but for labels it knows no database."""
