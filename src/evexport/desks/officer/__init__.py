"""The desk of reviewing departments, the ministry, consulted agencies, examiners and approvers."""
