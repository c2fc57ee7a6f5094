"""The list of requests: searched, exported, watched live, opened one by one."""
