"""All that is kept: who looks at the tables as a whole imports this."""

import data.models.complaint
import data.models.guess
import data.models.history
import data.models.kept_work
import data.models.loss
import data.models.measured
import data.models.message
import data.models.office
import data.models.operator
import data.models.papers
import data.models.question
import data.models.seal
import data.models.settings
import data.models.spool_key
import data.models.sweeping
import data.models.viewing  # noqa: F401
