package dev.perigee.server.operator;

import dev.perigee.control.access.Act;
import dev.perigee.control.access.Caller;
import dev.perigee.control.config.ConfigDesk;
import dev.perigee.control.fleet.Census;
import dev.perigee.control.fleet.Fleet;
import dev.perigee.http.Call;
import dev.perigee.http.HttpEdge;
import dev.perigee.protocol.BadValue;
import dev.perigee.protocol.Durations;
import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Liveness;
import dev.perigee.protocol.api.SatelliteDetail;
import dev.perigee.protocol.api.SatelliteList;
import dev.perigee.protocol.api.SatelliteView;
import dev.perigee.protocol.target.Target;
import io.vertx.core.http.HttpMethod;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/// Which satellites there are, how each stands and what it measured: docs/api.md.
public final class FleetApi {
    private static final Duration SPAN_DEFAULT = Duration.ofHours(1);

    private final Access access;
    private final Fleet fleet;
    private final Census census;
    private final ConfigDesk configs;

    public FleetApi(Access access, Fleet fleet, Census census, ConfigDesk configs) {
        this.access = access;
        this.fleet = fleet;
        this.census = census;
        this.configs = configs;
    }

    public void addTo(HttpEdge edge) {
        edge.serve(HttpMethod.GET, "/api/v1/satellites", 0, access, this::list);
        edge.serve(HttpMethod.GET, "/api/v1/satellites/:id", 0, access, this::show);
        edge.serve(HttpMethod.GET, "/api/v1/satellites/:id/series", 0, access, this::series);
    }

    private void list(Call call) {
        Target target = call.query("target").map(Target::parse).orElseGet(Target.All::new);
        Optional<Liveness> status = call.query("status").map(Liveness::of);
        Caller caller = access.require(call, Act.LOOK);
        List<SatelliteView> found = fleet.list(caller, target).stream()
                .filter(one -> status.isEmpty() || one.state() == status.get())
                .toList();
        call.reply(200, new SatelliteList(found));
    }

    private void show(Call call) {
        SatelliteId id = new SatelliteId(call.path("id"));
        access.require(call, Act.LOOK, id);
        SatelliteDetail detail = census.show(id);
        call.reply(200, detail.with(configs.standing(detail.satellite())));
    }

    private void series(Call call) {
        SatelliteId id = new SatelliteId(call.path("id"));
        access.require(call, Act.LOOK, id);
        census.require(id);
        Duration span =
                call.query("span").map(text -> Durations.parse("span", text)).orElse(SPAN_DEFAULT);
        if (span.compareTo(Duration.ofMinutes(1)) < 0) {
            throw new BadValue("span", Durations.format(span), "1m to 24h");
        }
        call.reply(200, census.vitals().series(id, span));
    }
}
