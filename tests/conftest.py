"""What all tests share: properties have no deadline, for a machine may be busy with something else."""

from hypothesis import settings

settings.register_profile("site", deadline=None)
settings.load_profile("site")
