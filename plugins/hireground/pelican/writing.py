"""Write an output by Pelican: a page by its writer, so that signals fire, and any other file as bytes."""

from pathlib import Path

from pelican.generators import Generator
from pelican.writers import Writer

from hireground.output import Output, given, link, linked
from hireground.web.pages import copies_of


def write(generator: Generator, writer: Writer, output: Output) -> None:
    """Write one file of the site into the folder that Pelican writes to."""
    if isinstance(output.maker, str):
        writer.write_file(output.path, generator.get_template(output.maker), generator.context, **given(output.value))
        return
    site = generator.settings.get("SITE")  # there is none where seminars stand alone in another site
    for old in copies_of(site.redirects).get(output.path, ()) if site else ():
        write(generator, writer, Output(old, output.maker, output.value))
    file = Path(generator.output_path, output.path)
    file.parent.mkdir(parents=True, exist_ok=True)
    if not (output.maker is linked and link(output.value, file)):
        file.write_bytes(output.maker(output.value))
