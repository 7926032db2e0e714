"""Who acts with or for whom, by what they show: a view in, principals and links out."""
