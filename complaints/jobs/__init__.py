"""The clock's door: a table of jobs, a worker that leases them, and the schedule.

A job is finished in the transaction of its work, fenced by its lease: a worker that was taken for
dead cannot write the work a second time.
"""
