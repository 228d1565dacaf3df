package dev.perigee.gateway.catalog;

import dev.perigee.gateway.mcp.Capability;
import dev.perigee.gateway.rpc.JsonArray;
import dev.perigee.gateway.rpc.JsonObject;
import dev.perigee.gateway.rpc.Message;
import dev.perigee.gateway.upstream.Connector;
import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.gateway.upstream.UpstreamClient;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// What several servers offer, as one list: in the order of the servers' names and then in each server's own order,
/// named so that no two clash. Each server's last list is kept for clients that can do the same, and read again only
/// when it may have changed; one that does not answer holds nobody up, and what it last listed stays. Thread-safe.
public final class Catalog {
    private final Changes changes = new Changes();
    private final Listings listings;
    private final ChangeListener listener;

    /// What can be listed.
    public enum Kind {
        TOOLS("tools/list", "tools", Capability.TOOLS, "name"),
        PROMPTS("prompts/list", "prompts", Capability.PROMPTS, "name"),
        RESOURCES("resources/list", "resources", Capability.RESOURCES, "uri"),
        RESOURCE_TEMPLATES("resources/templates/list", "resourceTemplates", Capability.RESOURCES, "uriTemplate");

        private final String method;
        private final String member;
        private final Capability capability;
        private final String key;

        Kind(String method, String member, Capability capability, String key) {
            this.method = method;
            this.member = member;
            this.capability = capability;
            this.key = key;
        }

        public String method() {
            return method;
        }

        /// Whether its entries are called by name, and so by a public one. Resources have addresses of their own.
        public boolean isNamed() {
            return this == TOOLS || this == PROMPTS;
        }

        /// The kinds whose list a notification says has changed; none for any other notification.
        public static List<Kind> changedBy(Message.Notification notification) {
            return Arrays.stream(values())
                    .filter(kind -> notification
                            .method()
                            .equals("notifications/" + kind.capability.wireName() + "/list_changed"))
                    .toList();
        }

        /// What says that each of the lists has changed.
        public static List<Message.Notification> changes() {
            return Arrays.stream(values())
                    .map(kind -> "notifications/" + kind.capability.wireName() + "/list_changed")
                    .distinct()
                    .map(method -> Message.Notification.of(method, JsonObject.EMPTY))
                    .toList();
        }

        String member() {
            return member;
        }

        Capability capability() {
            return capability;
        }

        /// What an entry is asked for by.
        String key() {
            return key;
        }
    }

    /// Something that a server offers: as the server wrote it, and as clients of several servers are shown it.
    public record Entry(ServerName server, JsonObject own, JsonObject shown) {
        public String ownName() {
            return own.string("name").orElse("");
        }

        /// What a tool says of itself.
        public ToolHints hints() {
            return ToolHints.of(own);
        }
    }

    /// `answerMax`: for the first list of a server. `staleMax`: for a newer one while an older is known.
    /// `failurePause`: until a server that did not answer is asked again. `unannouncedMax`: how long the list of a
    /// server holds that does not tell of changes. `bytesMax`: of all lists.
    public record Bounds(
            Duration answerMax, Duration staleMax, Duration failurePause, Duration unannouncedMax, long bytesMax) {
        public static final Bounds DEFAULT = new Bounds(
                Duration.ofSeconds(15),
                Duration.ofSeconds(3),
                Duration.ofSeconds(5),
                Duration.ofMinutes(5),
                128L << 20);
    }

    public Catalog(Bounds bounds, InstantSource clock) {
        this(bounds, clock, ChangeListener.NONE);
    }

    /// With somebody else who wants to hear what changes.
    public Catalog(Bounds bounds, InstantSource clock, ChangeListener listener) {
        this.listener = listener;
        listings = new Listings(bounds, changes, clock);
    }

    /// What these servers offer to `client`.
    public List<Entry> entries(Kind kind, List<Upstream> servers, UpstreamClient client) throws InterruptedException {
        List<Entry> entries = new ArrayList<>();
        for (Listing listing : listings.of(kind, servers, client)) {
            entries.addAll(listing.entries());
        }
        return entries;
    }

    /// The one that clients of several servers know by that public name, or by that address; the first server's if
    /// several have it.
    public Optional<Entry> find(Kind kind, String key, List<Upstream> servers, UpstreamClient client)
            throws InterruptedException {
        List<Upstream> possible = kind.isNamed()
                ? servers.stream()
                        .filter(server -> new PublicName(key).isOf(server.name()))
                        .toList()
                : servers;
        for (Listing listing : listings.of(kind, possible, client)) {
            Optional<Entry> found = listing.find(key);
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /// What a server's tool says of itself, by its own name; nothing of a tool that it does not list.
    public ToolHints hints(Upstream server, String ownName, UpstreamClient client) throws InterruptedException {
        return entries(Kind.TOOLS, List.of(server), client).stream()
                .filter(entry -> entry.ownName().equals(ownName))
                .findFirst()
                .map(Entry::hints)
                .orElse(ToolHints.NONE);
    }

    /// The server's list of that kind is to be read again before it is shown.
    public void changed(ServerName server, Kind kind) {
        changes.note(server, kind);
        listener.changed(server, kind.capability());
    }

    /// All its lists are.
    public void changed(ServerName server) {
        for (Kind kind : Kind.values()) {
            changes.note(server, kind);
        }
        listener.changed(server);
    }

    /// What a server said outside of any request; what says nothing of a change is passed over. Hearing the same
    /// twice does no harm.
    public void heard(ServerName server, Message.Notification notification) {
        Kind.changedBy(notification).forEach(kind -> changed(server, kind));
        if (notification.method().equals("notifications/resources/updated")) {
            listener.changed(server, Capability.RESOURCES);
        }
    }

    /// `connector` with the catalog listening: to what the server says of its lists, and for sessions that end or
    /// begin when nobody listened.
    public Connector hearing(ServerName server, Connector connector) {
        changed(server);
        return new Ear(server, connector, this);
    }

    /// As the result of a list request, under public names.
    public static JsonObject result(Kind kind, List<Entry> entries) {
        return result(kind, entries, false);
    }

    /// The same, `own`: as their servers wrote them.
    public static JsonObject result(Kind kind, List<Entry> entries, boolean own) {
        return JsonObject.EMPTY.with(
                kind.member,
                JsonArray.of(
                        entries.stream().map(own ? Entry::own : Entry::shown).toList()));
    }
}
