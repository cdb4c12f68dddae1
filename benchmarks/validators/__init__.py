"""SHACL engines, each a program that reads data and shapes and tells what it found."""
