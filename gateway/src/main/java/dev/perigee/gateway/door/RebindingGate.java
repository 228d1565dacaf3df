package dev.perigee.gateway.door;

import dev.perigee.http.Call;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import java.net.URI;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/// Keeps out web pages that made a browser believe that this machine is their own (DNS rebinding): the host that
/// a request names, and the page that sent it if one did, must be the loopback, or of the door's own names. Where the
/// door is not on the loopback, an address will do, which no page can make its own.
public final class RebindingGate implements HttpEdge.Gate {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");
    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}|\\[?[0-9a-f:.]*:[0-9a-f:.]*\\]?");

    private final Set<String> names;
    private final boolean addresses;

    private RebindingGate(Set<String> names, boolean addresses) {
        this.names = names;
        this.addresses = addresses;
    }

    /// Of a door on the loopback.
    public static RebindingGate onLoopback() {
        return new RebindingGate(Set.of(), false);
    }

    /// Of a door that others can reach, under these names.
    public static RebindingGate reachableAs(Set<String> names) {
        return new RebindingGate(names, true);
    }

    @Override
    public void admit(Call call) {
        String host = call.host();
        if (!mayBe(host)) {
            throw new ProblemException(ProblemType.FORBIDDEN, "host \"" + host + "\": expected " + expected());
        }
        call.header("Origin").ifPresent(this::checkOrigin);
    }

    private void checkOrigin(String origin) {
        try {
            String host = URI.create(origin).getHost();
            if (host != null && mayBe(host)) {
                return;
            }
        } catch (IllegalArgumentException _) {
            // No address at all: refused below.
        }
        throw new ProblemException(ProblemType.FORBIDDEN, "origin \"" + origin + "\": expected " + expected());
    }

    private boolean mayBe(String host) {
        String lower = host.toLowerCase(Locale.ROOT);
        return LOOPBACK.contains(lower)
                || names.stream().anyMatch(lower::equalsIgnoreCase)
                || (addresses && ADDRESS.matcher(lower).matches());
    }

    private String expected() {
        return addresses ? "an address, or a name that mcp.name gives the door" : "a name of the loopback";
    }
}
