package dev.perigee.server.webhook;

import dev.perigee.control.webhook.WebhookSender;
import dev.perigee.protocol.BadValue;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;

/// Where webhooks must not lead: link-local addresses and those at which clouds tell machines their secrets, ever
/// unless `linkLocal` lets them; and without TLS to anywhere but this machine, unless `http` does. Looks names up.
public record AddressFence(boolean http, boolean linkLocal) implements WebhookSender.Fence {
    /// Where clouds answer that do not use a link-local address.
    private static final Set<String> METADATA = Set.of("100.100.100.200", "fd00:ec2:0:0:0:0:0:254", "192.0.0.192");

    @Override
    public void check(URI url) {
        try {
            InetAddress _ = resolve(url);
        } catch (UnknownHostException _) {
            // A receiver may come into being later; its address is looked at before each try.
        }
    }

    /// The address to connect to, or `BadValue`. All addresses of a name must be fit, lest chance decides.
    InetAddress resolve(URI url) throws UnknownHostException {
        List<InetAddress> addresses = Arrays.asList(InetAddress.getAllByName(host(url)));
        for (InetAddress address : addresses) {
            if (!linkLocal && isForbidden(address)) {
                throw new BadValue(
                        "url",
                        url,
                        "a host that is not link-local, multicast or a cloud's metadata service, as "
                                + address.getHostAddress() + " is; webhooks.allow-link-local lifts this");
            }
            if (!http && "http".equals(url.getScheme()) && !address.isLoopbackAddress()) {
                throw new BadValue("url", url, "https, or http to this machine; webhooks.allow-http lifts this");
            }
        }
        return addresses.getFirst();
    }

    static String host(URI url) {
        String host = url.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    private static boolean isForbidden(InetAddress address) {
        return address.isLinkLocalAddress()
                || address.isMulticastAddress()
                || address.isAnyLocalAddress()
                || METADATA.contains(address.getHostAddress());
    }
}
