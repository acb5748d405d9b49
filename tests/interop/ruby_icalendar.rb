# Calendar files to JSON: what ruby's icalendar finds in each.
require "icalendar"
require "json"
require "stringio"

# Write an instant in UTC, or a whole day as a date.
def written(value)
  value.is_a?(Icalendar::Values::Date) ? value.strftime("%Y-%m-%d") : value.to_time.utc.strftime("%Y-%m-%dT%H:%M:%SZ")
end

found = ARGV.map do |file|
  Icalendar::Calendar.parse(File.read(file, encoding: "UTF-8")).flat_map(&:events).map do |event|
    { uid: event.uid, start: written(event.dtstart), end: written(event.dtend || event.dtstart),
      summary: event.summary, description: event.description, location: event.location, status: event.status }
  end
end
puts JSON.generate(found)
