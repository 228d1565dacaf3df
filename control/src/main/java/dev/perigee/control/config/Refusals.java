package dev.perigee.control.config;

import dev.perigee.control.rollout.Rollout;
import dev.perigee.protocol.RolloutId;
import dev.perigee.protocol.api.SatelliteView;
import dev.perigee.protocol.config.ConfigMistake;
import dev.perigee.protocol.config.ConfigScope;
import dev.perigee.protocol.problem.ProblemException;
import dev.perigee.protocol.problem.ProblemType;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/// Why a change of a configuration is refused, in words that name what is there and what was expected.
final class Refusals {
    private static final int NAMED_MAX = 5;

    private Refusals() {}

    /// What a draft of a layer has of mistakes by itself.
    static void refuseMistakes(ConfigScope scope, List<ConfigMistake> mistakes) {
        if (!mistakes.isEmpty()) {
            throw new ProblemException(ProblemType.CONFIG_REFUSED, "layer " + scope.text() + ": " + listed(mistakes));
        }
    }

    /// What satellites that a changed layer concerns would have of mistakes.
    static void refuseMistakes(Layers after, ConfigScope scope, Collection<SatelliteView> visible) {
        List<String> wrong = new ArrayList<>();
        for (SatelliteView satellite : visible) {
            Member member = Member.of(satellite);
            List<ConfigMistake> mistakes =
                    member.isIn(scope) ? after.desired(member).mistakes() : List.of();
            if (!mistakes.isEmpty() && wrong.size() < NAMED_MAX) {
                wrong.add("satellite " + satellite.id() + " would have " + listed(mistakes));
            }
        }
        if (!wrong.isEmpty()) {
            throw new ProblemException(ProblemType.CONFIG_REFUSED, String.join("; ", wrong));
        }
    }

    static void refuseOneMore(Layers before, Optional<LayerRevision> current) {
        if (current.isEmpty() && before.newest().size() >= ConfigDesk.LAYERS_MAX) {
            throw new ProblemException(
                    ProblemType.CONFIG_REFUSED,
                    "there are " + ConfigDesk.LAYERS_MAX + " layers: expected a change to one of them, not one more");
        }
    }

    static void refuseBusy(Layers before, ConfigScope scope) {
        Optional<Rollout> rollout = before.rollout(scope);
        if (rollout.isPresent()) {
            throw busy(scope, rollout.get().id());
        }
    }

    private static String listed(List<ConfigMistake> mistakes) {
        return mistakes.stream().map(ConfigMistake::toString).collect(Collectors.joining("; "));
    }

    static ProblemException unknown(String what) {
        return new ProblemException(ProblemType.CONFIG_UNKNOWN, what + "; `perigee config get` lists the layers");
    }

    static ProblemException busy(ConfigScope scope, RolloutId rollout) {
        return new ProblemException(
                ProblemType.ROLLOUT_ACTIVE,
                "rollout " + rollout + " of layer \"" + scope.text() + "\" is under way: expected its end; `perigee"
                        + " config rollout abort " + rollout + "` ends it");
    }

    static ProblemException conflict(ConfigScope scope, long expected, long current) {
        return new ProblemException(
                ProblemType.CONFIG_CONFLICT,
                "layer \"" + scope.text() + "\" is at revision " + current + ", not " + expected
                        + ": somebody changed it; look at it again");
    }
}
