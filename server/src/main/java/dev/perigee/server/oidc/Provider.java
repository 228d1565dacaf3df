package dev.perigee.server.oidc;

import java.io.IOException;
import java.net.URI;

/// Gets what a provider publishes. Waits, bounded in time and in size; throws when there is no whole answer with status
/// 200, in words that can be told to anybody.
@FunctionalInterface
interface Provider {
    byte[] get(URI url) throws IOException, InterruptedException;
}
