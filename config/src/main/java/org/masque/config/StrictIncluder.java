package org.masque.config;

import com.typesafe.config.ConfigIncludeContext;
import com.typesafe.config.ConfigIncluder;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigParseable;

/** Includes what stands beside the including file; unlike HOCON's own, it does not pass over a file that is missing. */
final class StrictIncluder implements ConfigIncluder {
    @Override
    public ConfigIncluder withFallback(ConfigIncluder fallback) {
        return this;
    }

    @Override
    public ConfigObject include(ConfigIncludeContext context, String name) {
        ConfigParseable included = context.relativeTo(name);
        if (included == null) {
            throw new com.typesafe.config.ConfigException.Generic("include \"" + name + "\": nothing to look beside");
        }
        try {
            return included.parse(context.parseOptions().setAllowMissing(false));
        } catch (com.typesafe.config.ConfigException.IO e) {
            throw new com.typesafe.config.ConfigException.Generic(
                    "include \"" + name + "\": not to be found beside the including file", e);
        }
    }
}
