package dev.perigee.gateway.door;

import dev.perigee.gateway.upstream.ServerName;
import dev.perigee.gateway.upstream.Upstream;
import dev.perigee.gateway.upstream.Upstreams;
import dev.perigee.http.Call;
import java.util.List;
import java.util.Optional;

/// Which servers a client has before it: all that its caller may see, or one, by whose own names it then speaks.
sealed interface View {
    record All() implements View {}

    record One(ServerName server) implements View {}

    static View of(Call call) {
        return call.hasPath("server") ? new One(new ServerName(call.path("server"))) : new All();
    }

    /// The servers, in the order of their names.
    default List<Upstream> servers(Upstreams upstreams, Caller caller) {
        return switch (this) {
            case All _ ->
                upstreams.all().stream()
                        .filter(upstream -> caller.sees().test(upstream.name()))
                        .toList();
            case One(ServerName server) ->
                one(upstreams, caller, server).stream().toList();
        };
    }

    /// Whether a server of that name is before it, if there is one.
    default boolean has(ServerName name, Caller caller) {
        return caller.sees().test(name)
                && switch (this) {
                    case All _ -> true;
                    case One(ServerName server) -> server.equals(name);
                };
    }

    private static Optional<Upstream> one(Upstreams upstreams, Caller caller, ServerName server) {
        return caller.sees().test(server) ? upstreams.find(server) : Optional.empty();
    }
}
