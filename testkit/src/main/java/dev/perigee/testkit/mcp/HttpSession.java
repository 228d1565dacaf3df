package dev.perigee.testkit.mcp;

import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.regex.Pattern;

/// A session of the legacy era with its streams, of which the oldest are forgotten when there are too many. Guarded
/// by itself.
final class HttpSession {
    private static final int STREAMS_MAX = 100;
    private static final Pattern EVENT_ID = Pattern.compile("[a-z0-9-]+_\\d{1,18}");

    private final EventLog standalone = new EventLog("standalone");
    private final LinkedHashMap<String, EventLog> streams = new LinkedHashMap<>();
    private final LegacySession protocol;
    private long opened;

    /// Makes a session over what belongs to no call.
    @FunctionalInterface
    interface Maker {
        LegacySession make(Outlet standalone);
    }

    HttpSession(Maker maker) {
        protocol = maker.make(standalone);
    }

    LegacySession protocol() {
        return protocol;
    }

    EventLog standalone() {
        return standalone;
    }

    /// A stream for one request.
    synchronized EventLog open() {
        opened++;
        String name = "stream-" + opened;
        EventLog stream = new EventLog(name);
        streams.put(name, stream);
        if (streams.size() > STREAMS_MAX) {
            streams.pollFirstEntry();
        }
        return stream;
    }

    /// The stream to which an event belonged.
    synchronized Optional<EventLog> streamOf(String eventId) {
        if (!EVENT_ID.matcher(eventId).matches()) {
            return Optional.empty();
        }
        String name = eventId.substring(0, eventId.lastIndexOf('_'));
        return name.equals("standalone") ? Optional.of(standalone) : Optional.ofNullable(streams.get(name));
    }
}
