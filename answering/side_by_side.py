"""Things done at the same time."""

import threading
from collections.abc import Callable


def side_by_side(*tasks: Callable[[], object]) -> None:
    """Do all of `tasks`; the first error of any is raised when all have ended.

    In threads that a process which is told to end does not wait for, unlike those of a pool.
    """
    errors: list[BaseException] = []

    def run(task: Callable[[], object]) -> None:
        try:
            task()
        except BaseException as error:
            errors.append(error)

    threads = [threading.Thread(target=run, args=[task], daemon=True) for task in tasks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if errors:
        raise errors[0]
