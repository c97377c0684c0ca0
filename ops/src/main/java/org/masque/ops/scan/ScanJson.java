package org.masque.ops.scan;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.masque.model.data.ScannedSet;
import org.masque.model.data.ScannedSet.BadImage;
import org.masque.model.data.SkipReason;

/** A scan for a program. */
public final class ScanJson {
    private ScanJson() {}

    /** What becomes one JSON object. */
    public static Map<String, @Nullable Object> of(DataScan scan) {
        Map<String, @Nullable Object> document = new LinkedHashMap<>();
        document.put("usable", scan.isUsable());
        document.put("skipBudget", scan.data().skipBudget());
        document.put("badAllowed", scan.allowed());
        document.put("badMet", scan.met());
        document.put("seconds", scan.effort().took().toNanos() / 1e9);
        document.put("threads", scan.effort().threads());
        document.put("train", set(scan.train()));
        document.put("test", scan.test().map(ScanJson::set).orElse(null));
        return document;
    }

    private static Map<String, @Nullable Object> set(ScannedSet set) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("images", set.images());
        object.put("good", set.usable());
        Map<String, Integer> reasons = new LinkedHashMap<>();
        for (SkipReason reason : SkipReason.values()) {
            reasons.put(reason.label(), set.reasons().getOrDefault(reason, 0));
        }
        object.put("badByReason", reasons);
        object.put("bad", set.bad().stream().map(ScanJson::bad).toList());
        object.put("classes", set.classes());
        object.put("differentSizes", set.sizes().different());
        object.put("smallest", set.sizes().smallest().orElse(null));
        object.put("largest", set.sizes().largest().orElse(null));
        object.put("shorterSideFrom", set.sizes().shorterSides());
        object.put("smallerThanView", set.sizes().smallerThanView());
        return object;
    }

    private static Map<String, @Nullable Object> bad(BadImage image) {
        Map<String, @Nullable Object> object = new LinkedHashMap<>();
        object.put("id", image.id());
        object.put("name", image.name());
        object.put("reason", image.reason().label());
        object.put("message", image.message());
        return object;
    }
}
