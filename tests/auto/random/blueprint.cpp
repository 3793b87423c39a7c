// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "blueprint.h"

#include "rehearsal.h"

#include <QtCore/qstringlist.h>

#include <algorithm>

using QConductor::Conductor;

namespace {

constexpr int mostParts = 60;

bool happens(QRandomGenerator &random, int percent)
{
    return random.bounded(100) < percent;
}

Hook drawHook(QRandomGenerator &random, int parts, int faultPercent, bool inSetup)
{
    Hook hook;
    hook.ending = Ending(random.bounded(3));
    if (happens(random, faultPercent)) {
        hook.fault = Fault(random.bounded(int(Fault::Throws), int(Fault::ShutsDown) + 1));
        if (!inSetup && hook.fault >= Fault::CancelsSetup)
            hook.fault = Fault::None;
        if (hook.fault == Fault::Hangs && !happens(random, 30)) // Hooks that hang make the test slow, so there are few.
            hook.fault = Fault::Fails;
    }
    hook.victim = random.bounded(parts);
    return hook;
}

QString describe(const Hook &hook)
{
    static const char *const endings[] = { "at once", "later", "in a thread" };
    static const char *const faults[] = { "", "throws", "throws something else", "fails", "fails later",
                                          "throws in a thread", "cancels itself", "cancels itself later", "abandons",
                                          "hangs", "destroys", "cancels setup", "shuts down" };
    if (hook.fault == Fault::None)
        return QString::fromLatin1(endings[int(hook.ending)]);
    const QString fault = QString::fromLatin1(faults[int(hook.fault)]);
    return hook.fault == Fault::Destroys ? fault + QStringLiteral(" %1").arg(hook.victim) : fault;
}

Blueprint without(Blueprint blueprint, int part)
{
    const auto renumber = [part](int other) { return other > part ? other - 1 : other; };
    blueprint.parts.removeAt(part);
    for (Part &other : blueprint.parts) {
        other.needs.removeAll(part);
        std::transform(other.needs.begin(), other.needs.end(), other.needs.begin(), renumber);
        for (Hook &hook : other.hooks) {
            if (hook.fault == Fault::Destroys && hook.victim == part)
                hook.fault = Fault::None;
            hook.victim = renumber(hook.victim);
        }
    }
    return blueprint;
}

// Returns all blueprints that leave out one part, one dependency or what is special about one hook.
QList<Blueprint> smaller(const Blueprint &blueprint)
{
    QList<Blueprint> all;
    for (int i = int(blueprint.parts.size()); i-- > 0;)
        all.append(without(blueprint, i));
    for (int i = 0; i < blueprint.parts.size(); ++i) {
        for (int need = 0; need < blueprint.parts.at(i).needs.size(); ++need) {
            all.append(blueprint);
            all.last().parts[i].needs.removeAt(need);
        }
        for (std::size_t phase = 0; phase < 2; ++phase) {
            const Hook &hook = blueprint.parts.at(i).hooks[phase];
            if (hook.fault == Fault::None && hook.ending == Ending::AtOnce)
                continue;
            all.append(blueprint);
            all.last().parts[i].hooks[phase] = {};
        }
    }
    return all;
}

} // namespace

Blueprint Blueprint::draw(QRandomGenerator &random)
{
    Blueprint blueprint;
    blueprint.scheduling = Conductor::Scheduling(random.bounded(2));
    const int count = 1 + random.bounded(happens(random, 50) ? 8 : mostParts);
    const int reach = 1 + random.bounded(count); // A short reach makes chains, a long one makes stars and layers.
    const int needs = random.bounded(Node::mostNeeds + 1); // Without a dependency, each part is an island.
    const int faultPercent = std::array { 0, 3, 10, 40 }[std::size_t(random.bounded(4))];
    for (int i = 0; i < count; ++i) {
        Part part;
        for (int n = 0; i > 0 && n < needs; ++n) {
            const int need = i - 1 - random.bounded(std::min(reach, i));
            if (happens(random, 70) && !part.needs.contains(need))
                part.needs.append(need);
        }
        part.hooks = { drawHook(random, count, faultPercent, true), drawHook(random, count, faultPercent, false) };
        blueprint.parts.append(part);
    }
    return blueprint;
}

QList<int> Blueprint::layers() const
{
    QList<int> layers;
    for (const Part &part : parts) {
        int layer = 0;
        for (int need : part.needs)
            layer = std::max(layer, layers.at(need) + 1);
        layers.append(layer);
    }
    return layers;
}

QString Blueprint::diagram() const
{
    QStringList lines { scheduling == Conductor::Scheduling::AsReady ? QStringLiteral("as ready")
                                                                     : QStringLiteral("layer by layer") };
    for (int i = 0; i < parts.size(); ++i) {
        QStringList needs;
        for (int need : parts.at(i).needs)
            needs += QString::number(need);
        lines += QStringLiteral("  %1 -> {%2}   setup: %3, shutdown: %4")
                         .arg(i).arg(needs.join(QLatin1String(", ")), describe(parts.at(i).hooks[0]),
                                     describe(parts.at(i).hooks[1]));
    }
    return lines.join(QLatin1Char('\n'));
}

Blueprint shrunk(Blueprint blueprint, const std::function<bool(const Blueprint &)> &holds)
{
    for (bool hasShrunk = true; hasShrunk;) {
        const QList<Blueprint> candidates = smaller(blueprint);
        const auto next = std::find_if(candidates.begin(), candidates.end(), holds);
        hasShrunk = next != candidates.end();
        if (hasShrunk)
            blueprint = *next;
    }
    return blueprint;
}
