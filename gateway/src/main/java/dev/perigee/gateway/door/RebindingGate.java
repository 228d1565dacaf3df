package dev.perigee.gateway.door;

import dev.perigee.http.Call;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import java.net.URI;
import java.util.Locale;
import java.util.Set;

/// Keeps out web pages that made a browser believe that this machine is their own (DNS rebinding): the host that
/// a request names, and the page that sent it if one did, must be the loopback.
public final class RebindingGate implements HttpEdge.Gate {
    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "::1", "[::1]");

    @Override
    public void admit(Call call) {
        String host = call.host();
        if (!LOOPBACK.contains(host.toLowerCase(Locale.ROOT))) {
            throw new ProblemException(ProblemType.FORBIDDEN, "host \"" + host + "\": expected a name of the loopback");
        }
        call.header("Origin").ifPresent(RebindingGate::checkOrigin);
    }

    private static void checkOrigin(String origin) {
        try {
            String host = URI.create(origin).getHost();
            if (host != null && LOOPBACK.contains(host.toLowerCase(Locale.ROOT))) {
                return;
            }
        } catch (IllegalArgumentException _) {
            // No address at all: refused below.
        }
        throw new ProblemException(ProblemType.FORBIDDEN, "origin \"" + origin + "\": expected one on the loopback");
    }
}
