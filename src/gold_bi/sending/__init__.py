"""What figures send by themselves: documents that were asked for, a letter every week, alerts."""
