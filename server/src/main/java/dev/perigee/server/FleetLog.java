package dev.perigee.server;

import dev.perigee.control.fleet.FleetEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Logs what becomes of satellites. Blocks nobody.
final class FleetLog implements FleetEvents {
    private static final Logger log = LoggerFactory.getLogger(FleetLog.class);

    @Override
    public void became(Became event) {
        log.atInfo()
                .addKeyValue("satellite", event.satellite())
                .addKeyValue("before", event.before().wireName())
                .addKeyValue("state", event.change().state().wireName())
                .addKeyValue("why", event.change().why())
                .log("a satellite became something else");
    }

    @Override
    public void duplicated(Duplicated event) {
        log.atWarn()
                .addKeyValue("satellite", event.satellite())
                .addKeyValue("processes", event.processes())
                .log("several processes use this satellite's identity: its directory was copied, or its key stolen");
    }
}
