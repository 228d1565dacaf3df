package dev.perigee.it.architecture;

import static java.util.stream.Collectors.toCollection;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaPackage;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// Packages are named by what they are about, depend on each other without cycles, and are safe from null.
final class PackagesTest {
    private static final Pattern EMPTY_NAME = Pattern.compile(".*(Manager|Helper|Utils?|Impl)");

    @Test
    void packagesDependOnEachOtherWithoutCycles() {
        SortedMap<String, SortedSet<String>> known = new TreeMap<>();
        for (JavaClass type : Classes.ALL) {
            for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                String target =
                        dependency.getTargetClass().getBaseComponentType().getPackageName();
                if (target.startsWith(Classes.ROOT) && !target.equals(type.getPackageName())) {
                    known.computeIfAbsent(type.getPackageName(), _ -> new TreeSet<>())
                            .add(target);
                }
            }
        }
        SortedSet<String> violations = new TreeSet<>();
        for (Map.Entry<String, SortedSet<String>> entry : known.entrySet()) {
            for (String target : entry.getValue()) {
                if (reaches(target, entry.getKey(), known, new TreeSet<>())) {
                    violations.add(entry.getKey() + " -> " + target);
                }
            }
        }
        assertThat(violations).isEmpty();
    }

    @Test
    void everyPackageIsNullMarked() {
        SortedSet<String> violations = Classes.ALL.stream()
                .map(JavaClass::getPackage)
                .filter(it -> !it.isAnnotatedWith(NullMarked.class))
                .map(JavaPackage::getName)
                .collect(toCollection(TreeSet::new));
        assertThat(violations).isEmpty();
    }

    @Test
    void aClassSaysWhatItIs() {
        SortedSet<String> violations = Classes.ALL.stream()
                .filter(type -> EMPTY_NAME.matcher(type.getSimpleName()).matches())
                .map(JavaClass::getName)
                .collect(toCollection(TreeSet::new));
        assertThat(violations).isEmpty();
    }

    private static boolean reaches(
            String from, String to, Map<String, SortedSet<String>> known, SortedSet<String> seen) {
        if (from.equals(to)) {
            return true;
        }
        return seen.add(from)
                && known.getOrDefault(from, new TreeSet<>()).stream().anyMatch(next -> reaches(next, to, known, seen));
    }
}
