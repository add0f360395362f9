"""The guide: how its pictures are taken (`make guide`), and what its pages must say."""
