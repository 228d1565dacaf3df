package dev.perigee.control.fleet;

import dev.perigee.protocol.SatelliteId;
import dev.perigee.protocol.api.Liveness;
import dev.perigee.protocol.api.SatelliteView;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import dev.perigee.protocol.target.GroupName;
import dev.perigee.protocol.target.LabelSelector;
import dev.perigee.protocol.target.Target;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/// Which satellites of a fleet a target means, and why it means none.
final class Targets {
    private static final int NAMED_MAX = 10;

    private Targets() {}

    static boolean fits(Target target, SatelliteView satellite) {
        return switch (target) {
            case Target.One(SatelliteId id) -> satellite.id().equals(id);
            case Target.Group(GroupName name) -> name.equals(satellite.group());
            case Target.Labelled(LabelSelector selector) -> selector.fits(satellite.labels());
            case Target.All _ -> true;
        };
    }

    static List<SatelliteId> members(Target target, boolean includeStale, List<SatelliteView> fleet) {
        List<SatelliteView> fitting =
                fleet.stream().filter(satellite -> fits(target, satellite)).toList();
        if (fitting.isEmpty()) {
            throw none(target, fleet);
        }
        boolean whateverState = includeStale || target instanceof Target.One;
        List<SatelliteId> members = fitting.stream()
                .filter(satellite -> whateverState || satellite.state() == Liveness.LIVE)
                .map(SatelliteView::id)
                .toList();
        if (members.isEmpty()) {
            throw new ProblemException(
                    ProblemType.TARGET_EMPTY,
                    "target \"" + target.text() + "\": expected a live satellite; " + fitting.size()
                            + (fitting.size() == 1 ? " fits that is" : " fit that are")
                            + " not live ("
                            + some(fitting.stream()
                                    .map(one -> one.id() + ": " + one.state().wireName()))
                            + "), which --include-stale takes in");
        }
        return members;
    }

    private static ProblemException none(Target target, List<SatelliteView> fleet) {
        String expected = switch (target) {
            case Target.One _ -> "one that is registered: " + some(names(fleet));
            case Target.Group _ -> "one of the groups " + some(groups(fleet));
            case Target.Labelled _ -> "labels that some satellite has, such as " + some(labels(fleet));
            case Target.All _ -> "a satellite";
        };
        ProblemType type = target instanceof Target.One ? ProblemType.SATELLITE_UNKNOWN : ProblemType.TARGET_EMPTY;
        return new ProblemException(
                type,
                "target \"" + target.text() + "\": "
                        + (fleet.isEmpty()
                                ? "expected a satellite, and none has registered yet"
                                : "none of " + fleet.size() + " satellites fits; expected " + expected));
    }

    private static Stream<String> names(List<SatelliteView> fleet) {
        return fleet.stream().map(satellite -> satellite.id().value());
    }

    private static Stream<String> groups(List<SatelliteView> fleet) {
        return fleet.stream()
                .map(SatelliteView::group)
                .flatMap(Stream::ofNullable)
                .map(GroupName::value)
                .distinct()
                .sorted();
    }

    private static Stream<String> labels(List<SatelliteView> fleet) {
        return fleet.stream()
                .map(satellite -> satellite.labels().values().entrySet())
                .flatMap(Collection::stream)
                .map(label -> label.getKey() + "=" + label.getValue())
                .distinct()
                .sorted();
    }

    /// The first few, and that there are more.
    private static String some(Stream<String> names) {
        List<String> first = names.limit(NAMED_MAX + 1L).toList();
        if (first.isEmpty()) {
            return "(there are none)";
        }
        return String.join(", ", first.subList(0, Math.min(first.size(), NAMED_MAX)))
                + (first.size() > NAMED_MAX ? ", …" : "");
    }
}
