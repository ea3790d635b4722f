"""How a job is told in words."""

from __future__ import annotations

from studio.ui.jobs.job import Job, State


def clock(seconds: float) -> str:
    """A time that is left: "0:07", "12:30", "1:02:00"."""
    whole = max(0, round(seconds))
    hours, minutes = divmod(whole // 60, 60)
    return f"{hours}:{minutes:02}:{whole % 60:02}" if hours else f"{minutes}:{whole % 60:02}"


def details(job: Job) -> str:
    """One line: where the job is."""
    total = len(job.frames)
    if job.state is State.DONE:
        return job.result
    if job.state is State.FAILED:
        return job.problem
    if job.state is State.STOPPED:
        return f"stopped after {job.written} of {total} frames" if job.written else "stopped"
    if job.state is State.WAITING:
        return f"waits   {total} frames"
    said = [] if job.state is State.RUNNING else [job.state.value]
    said.append(f"frame {min(job.written + 1, total)} of {total}" if job.written or not job.doing else job.doing)
    if job.left is not None:
        said.append(f"{clock(job.left)} left")
    return "   ".join(said)
