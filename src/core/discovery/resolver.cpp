// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "discovery/resolver_p.h"

#include "gateway_p.h"
#include "meta/dependencytraps_p.h"
#include "meta/logging_p.h"
#include "meta/naming_p.h"
#include "meta/text_p.h"
#include "service_p.h"

#include <QtCore/qmetaobject.h>
#include <QtCore/qthread.h>

#include <algorithm>
#include <utility>

namespace QConductor {

Resolver::Resolver(Registry &registry, const DependencyGraph &previous, Previous validity, Component *only)
    : m_registry(registry),
      m_previous(previous),
      m_only(only),
      m_isWhole(!only),
      m_version(registry.version()),
      m_thread(QThread::currentThread()),
      m_previousHolds(validity == Previous::MayHold && !previous.hasSoft())
{
    registry.checkPatches();
    begin();
}

void Resolver::begin()
{
    m_registry.members().beginDiscovery();
    m_removals = m_registry.removals();
    m_graph = {};
    m_foreign.clear();
    m_nodes.clear();
    m_frames.clear();
    m_edges.clear();
    m_nextMember = m_nextRoot = m_nextRest = 0;
    m_keepsWhatIsUp = false;
    m_hasSoft = false;
    m_arrangement.reset();
    beginSoft();
}

bool Resolver::advance(Slice &slice)
{
    m_previousHolds = m_previousHolds && !hasChanged();
    while (m_previousHolds && m_nextNode < m_previous.size()) {
        compareSome();
        if (isStopped() || slice.isOver())
            return false;
    }
    for (int steps = 1; !m_previousHolds && step(); ++steps) {
        const bool isToLook = steps % stepsBetweenLooks == 0;
        if (isStopped() || (isVoid() && m_registry.members().isScratch()) || (isToLook && slice.isOver()))
            return false;
    }
    m_registry.checkPatches(); // a constructor may have patched, too late
    return true;
}

std::optional<DependencyGraph> Resolver::takeGraph()
{
    return m_previousHolds ? std::nullopt : std::optional(std::move(m_graph));
}

void Resolver::compareSome()
{
    const int end = std::min(m_nextNode + stepsBetweenLooks, m_previous.size());
    while (m_previousHolds && m_nextNode < end)
        m_previousHolds = holds(m_nextNode++);
}

bool Resolver::hasMoreToVisit() const
{
    return m_nextMember < m_registry.members().size() || m_nextRoot < rootCount();
}

// A graph can't be compared if a member has no node, because that member's properties may be set as well, or if it has
// nodes that wouldn't be found again.
bool Resolver::isRepeatable(const DependencyGraph &graph) const
{
    const Members &members = m_registry.members();
    return !m_keepsWhatIsUp && !graph.hasSoft() && graph.size() == members.size() - members.all().count(nullptr);
}

// Enters a component, finds a dependency, or leaves a component. Returns whether there is more to do.
bool Resolver::step()
{
    const bool isOutgrown = (m_graph.isFinishing() || m_arrangement) && hasMoreToVisit();
    if (isVoid() || isOutgrown)
        begin();
    if (m_nextMember < m_registry.members().size()) {
        insertWired();
        return true;
    }
    if (!m_frames.empty()) {
        Frame &frame = m_frames.back();
        if (frame.isAtNeeded()) {
            if (!visitNeeded(frame))
                leave();
            return true;
        }
        Component *found = findDependency(frame);
        if (isVoid())
            return true; // a getter or a constructor has removed a component
        if (!found)
            connectTo(m_graph.addMissing());
        else if (m_nextMember == m_registry.members().size())
            visit(found);
        // Otherwise it is new: the components that it is wired to become members before it is visited.
        return true;
    }
    if (m_nextRoot < rootCount()) {
        Component *root = this->root(m_nextRoot++);
        if (root && !isVoid())
            visit(root);
        return true;
    }
    if (m_nextRest < m_registry.members().size()) {
        visitRest();
        return true;
    }
    if (Q_UNLIKELY(m_hasSoft) && stepToSoft())
        return true;
    return !m_graph.finish(64);
}

// Returns whether the dependencies of the node would be found again as they were.
inline bool Resolver::holds(int node) const
{
    Component *component = m_previous.component(node);
    if (!component || !isInThread(component) || ComponentPrivate::get(component)->ignoredProperties > 0)
        return false;
    const ComponentType &type = ComponentPrivate::classOf(component);
    // There is one edge for each dependency of the class, which may have changed, and for what is required without a property.
    const auto edges = m_previous.dependencies(node);
    if (edges.size() != int(type.properties.size()) + int(ComponentPrivate::get(component)->extras().needed.size()))
        return false;
    const auto *edge = edges.begin();
    for (const auto &property : type.properties) {
        const Component *value = Gateway::read(component, property);
        if (hasChanged()) // because of the getter
            return false;
        if (value != m_previous.component(edge->node) && (value || !edge->isInjected))
            return false;
        ++edge;
    }
    return true;
}

// Visits a member that nothing needs any more, since properties were set, but that has begun: it is still to be shut down.
void Resolver::visitRest()
{
    Component *member = m_registry.members().at(m_nextRest++);
    if (member && isKept(member) && nodeOf(member) < Entered) {
        m_keepsWhatIsUp = true;
        visit(member);
    }
}

// A part is found beside what is up, and beside what was stopped or left out, of which the graph knows why it is down. What is
// Deferred may still wait for its turn.
bool Resolver::isKept(const Component *member) const
{
    const auto &running = ComponentPrivate::get(member)->running;
    const bool isWaiting = member->state() == Component::State::Waiting;
    return running.hasBegun || (!m_isWhole && (isWaiting || running.isStopped || running.isImpaired));
}

// Makes the components that a member is wired to members. All of them are, before anything is looked for by class, so that
// what is found doesn't depend on the order.
void Resolver::insertWired()
{
    const int index = m_nextMember++;
    Component *member = m_registry.members().at(index);
    if (!member)
        return;
    bool isWired = false;
    for (const auto &property : ComponentPrivate::classOf(member).properties) {
        if (ComponentPrivate::get(member)->ignores(property.key())) {
            isWired = true; // perhaps
            continue;
        }
        Component *target = readLiving(member, property);
        if (isVoid())
            return; // the getter has removed a component
        if (target && !isForeign(target))
            insert(target, member, property.key());
        isWired = isWired || target;
    }
    for (const auto &property : ComponentPrivate::classOf(member).softProperties) {
        if (property.isList || property.isObject || ComponentPrivate::get(member)->ignores(property.key()))
            continue;
        Component *target = readLiving(member, property);
        if (isVoid())
            return;
        if (target && !isForeign(target))
            insert(target, member, property.key());
    }
    for (const auto &needed : ComponentPrivate::get(member)->extras().needed) {
        if (needed && !isForeign(needed))
            m_registry.members().insert(needed);
    }
    if (int &node = nodeAt(index); !isWired && node == Unknown)
        node = Unwired;
}

void Resolver::insert(Component *target, const Component *holder, int property)
{
    try {
        m_registry.members().insert(target);
    } catch (const Error &error) {
        throw Error(Text::tr("%1 can't be used: %2").arg(ComponentPrivate::nameOf(holder, property), error.message()));
    }
}

bool Resolver::isForeign(const Component *target) const
{
    const ComponentHost *host = ComponentPrivate::get(target)->membership.host;
    return host && host != m_registry.members().host();
}

// A component of another conductor is neither set up nor shut down here, so it has to be active already (R4).
void Resolver::checkForeign(const Component *target, const Component *holder, int property) const
{
    if (target->isActive())
        return;
    throw Error(
            Text::tr(
                    "%1 can't be used: %2 belongs to another conductor, and is not active. Set that conductor up before")
                    .arg(ComponentPrivate::nameOf(holder, property), ComponentPrivate::nameOf(target)));
}

// Returns whether the component, and the object of a service, live in the conductor's thread.
inline bool Resolver::isInThread(const Component *component) const
{
    const QObject *object = ComponentPrivate::objectOf(component);
    return component->thread() == m_thread && (!object || object->thread() == m_thread);
}

void Resolver::checkThread(const Component *component) const
{
    if (Q_LIKELY(isInThread(component)))
        return;
    if (component->thread() == m_thread)
        throw Error(Text::tr("%1 can't be used: %2")
                            .arg(ComponentPrivate::nameOf(component), ServicePrivate::wrongThreadMessage()));
    throw Error(
            Text::tr(
                    "%1 lives in another thread than its conductor. Create it in the conductor's thread, where its hooks "
                    "are called; a hook gets its work into a thread by QtConcurrent::run()")
                    .arg(ComponentPrivate::nameOf(component)));
}

// Enters a component that is new. One that is known already becomes a dependency of the current component.
void Resolver::visit(Component *component)
{
    int &node = nodeOf(component);
    if (node < Entered) {
        checkThread(component);
        m_registry.members().meet(component);
        checkOptionals(ComponentPrivate::lastClassOf(component));
        const bool isUnwired = std::exchange(node, Entered) == Unwired;
        m_frames.push_back(
                { component, &ComponentPrivate::lastClassOf(component), 0, false, isUnwired, m_edges.size() });
    } else if (node == Entered) {
        throwCycle(component);
    } else {
        connectTo(node);
    }
}

// Visits the next component that is required without a property. Returns false if there is none.
bool Resolver::visitNeeded(Frame &frame)
{
    const auto &needed = ComponentPrivate::get(frame.component)->extras().needed;
    const std::size_t index = frame.next - frame.type->properties.size();
    if (index >= std::size_t(needed.size()))
        return false;
    Component *target = needed.at(qsizetype(index));
    if (!target || ComponentPrivate::get(target)->isBeingDestroyed) {
        ++frame.next;
        return true;
    }
    if (isForeign(target))
        throw Error(Text::tr("%1 can't require %2, which belongs to another conductor")
                            .arg(ComponentPrivate::nameOf(frame.component), ComponentPrivate::nameOf(target)));
    const bool isUp = ComponentPrivate::get(frame.component)->running.hasBegun;
    if (isUp
        && !ComponentPrivate::isActive(target)) { // it has come up without that, and isn't taken down because of it
        m_keepsWhatIsUp = m_hasSoft = true;
        ++frame.next;
        return true;
    }
    frame.isInjected = false;
    visit(target);
    return true;
}

// The dependencies of the component are known now, and so are the classes that its other properties may name.
void Resolver::leave()
{
    const Frame &frame = m_frames.back();
    if (Q_UNLIKELY(!frame.type->suspects().empty()))
        tellOfTraps(*frame.type);
    if (Q_UNLIKELY(frame.type->hasObjects) && lcConductor().isDebugEnabled())
        tellOfNull(frame.component, *frame.type);
    const int node = m_graph.add(frame.component, m_edges, frame.firstEdge);
    nodeOf(frame.component) = node;
    const bool hasObjects = frame.type->hasObjects && m_registry.members().host()->hasServices;
    m_hasSoft = m_hasSoft || frame.type->hasSoft || hasObjects;
    if (Q_UNLIKELY(frame.type->hasSoft || hasObjects || ComponentPrivate::get(frame.component)->extras().service))
        m_graph.setHasInjected(node); // or has an object that is to be created
    m_edges.resize(frame.firstEdge);
    m_frames.pop_back();
    connectTo(node);
}

// Tells of properties that point to nothing and whose class nothing provides, which may be meant so.
void Resolver::tellOfNull(Component *component, const ComponentType &type)
{
    for (const auto &property : type.softProperties) {
        if (!property.isObject || m_registry.members().instancesOf(property.target).count > 0)
            continue;
        const QMetaObject *owner = property.isOfObject ? ServicePrivate::of(component)->described : type.metaObject();
        if (!Gateway::readAny(component, property))
            tellOfUnprovided(owner, property.pointer.index(), property.target);
        if (isVoid())
            return;
    }
}

void Resolver::connectTo(int node)
{
    if (m_frames.empty())
        return;
    Frame &frame = m_frames.back();
    const unsigned property = frame.isAtNeeded() ? DependencyGraph::noProperty : unsigned(frame.property().key());
    m_edges.push_back({ node, property, frame.isInjected });
    ++frame.next;
}

void Resolver::checkOptionals(const ComponentType &type) const
{
    if (Q_LIKELY(type.unknownOptionals.isEmpty()))
        return;
    QStringList names;
    for (const Dependency &dependency : type.dependencies)
        names += QString::fromUtf8(dependency.name);
    const QString name = nameOf(type.metaObject());
    const QString unknown = QString::fromUtf8(type.unknownOptionals.first());
    if (names.isEmpty())
        throw Error(Text::tr("%1 names %2 as an optional dependency, but has no dependencies").arg(name, unknown));
    throw Error(Text::tr("%1 names %2 as an optional dependency, but its dependencies are %3")
                        .arg(name, unknown, names.join(QLatin1String(", "))));
}

void Resolver::beginSoft()
{
    m_nextSoft = 0;
    m_sizeBefore = m_graph.size();
    m_soft.clear();
    m_nodesByType.clear();
    m_found.clear();
}

// Finds what the optional dependencies and lists of a node point to, or goes on arranging the graph. All that is required was
// found before. What an optional dependency leads to is visited, and may require more: then another pass follows, because
// that may stand for an optional dependency that has found nothing. Returns whether there is more to do.
bool Resolver::stepToSoft()
{
    if (m_graph.isFinishing())
        return false;
    if (m_arrangement) {
        if (m_arrangement->advance(256)) {
            m_graph = m_arrangement->takeGraph();
            m_graph.finish(0); // it has other numbers than m_nodes
            m_arrangement.reset();
            m_hasSoft = false;
        }
        return true;
    }
    if (m_nextSoft < m_graph.size()) {
        if (m_nextSoft == 0)
            beginSoft();
        findSoft(m_nextSoft++);
        return true;
    }
    if (m_graph.size() > m_sizeBefore) {
        beginSoft();
        return true;
    }
    std::vector<std::vector<Arrangement::Neighbour>> ways;
    ways.reserve(std::size_t(m_graph.size()));
    for (int node = 0; node < m_graph.size(); ++node)
        ways.push_back(waysOf(node));
    m_arrangement.emplace(std::exchange(m_graph, {}), std::move(m_soft), std::move(ways), rootNodes());
    return true;
}

void Resolver::findSoft(int node)
{
    m_soft.resize(std::max(m_soft.size(), std::size_t(node) + 1));
    Component *component = m_graph.component(node);
    if (!component)
        return;
    const ComponentType &type = ComponentPrivate::lastClassOf(component);
    // Once something new is visited, the rest of the node is left to the next pass.
    for (std::size_t number = 0; number < type.softProperties.size() && m_frames.empty() && !isVoid(); ++number) {
        const ComponentType::Property &property = type.softProperties[number];
        if (ComponentPrivate::get(component)->ignores(property.key()))
            continue;
        if (property.isObject)
            connectObject(node, number);
        else if (property.isList)
            connectList(node, number);
        else
            connectOptional(node, number);
    }
    const ComponentPrivate *d = ComponentPrivate::get(component);
    if (d->running.hasBegun && !d->extras().needed.isEmpty() && m_frames.empty() && !isVoid())
        connectNeeded(node);
}

// What is up has come up without something that it requires since. That orders the two until the component is set up again.
void Resolver::connectNeeded(int node)
{
    const Component *component = m_graph.component(node);
    for (const auto &needed : ComponentPrivate::get(component)->extras().needed) {
        if (!needed || ComponentPrivate::isActive(needed) || !m_frames.empty())
            continue;
        if (nodeOf(needed) < Entered)
            visit(needed);
        else if (nodeOf(needed) >= 0)
            m_soft[node].push_back({ nodeOf(needed), DependencyGraph::noProperty, false, false, false, false, true });
    }
}

// Returns the node that the component had in the previous graph; -1: none.
int Resolver::nodeBefore(const Component *component) const
{
    const int node = ComponentPrivate::get(component)->running.node;
    return node >= 0 && node < m_previous.size() && m_previous.component(node) == component ? node : -1;
}

// Returns the edge that the previous graph has for an object that was required; nullptr: none.
const DependencyGraph::Edge *Resolver::requiredBefore(const Component *component, int key) const
{
    const int node = nodeBefore(component);
    if (node < 0)
        return nullptr;
    const auto *edge = m_previous.dependencyBy(node, key);
    return edge && m_previous.component(edge->node) ? edge : nullptr;
}

// Returns the edge that the previous graph has for an optional dependency; nullptr: none.
const DependencyGraph::SoftEdge *Resolver::softBefore(const Component *component, std::size_t number) const
{
    const int node = nodeBefore(component);
    if (node < 0)
        return nullptr;
    for (const auto &edge : m_previous.softDependencies(node)) {
        if (edge.property == number && !edge.isList && m_previous.component(edge.node))
            return &edge;
    }
    return nullptr;
}

// What was wired by hand stays so, also if the conductor has set the property to null because that component was down. What
// a component that is up holds stays so, too.
void Resolver::connectOptional(int node, std::size_t number)
{
    Component *component = m_graph.component(node);
    const ComponentType::Property &property = ComponentPrivate::lastClassOf(component).softProperties[number];
    Component *value = readLiving(component, property);
    if (isVoid())
        return;
    if (value && isForeign(value)) {
        checkForeign(value, component, property.key());
        const auto isKnown = [&](const ForeignDependency &foreign) {
            return foreign.holder == component && foreign.property == property.key();
        };
        if (std::none_of(m_foreign.begin(), m_foreign.end(), isKnown)) // by an earlier pass
            m_foreign.push_back({ component, property.key(), value, false });
        return;
    }
    const auto *before = softBefore(component, number);
    Component *former = before ? m_previous.component(before->node) : nullptr;
    const bool isTakenBack = former && !value && before->isTakenBack;
    const bool isInjected = isTakenBack ? false : !value || (former == value && before->isInjected);
    const bool isKept = former && ComponentPrivate::get(component)->running.holdsDependencies
                        && (!value || value == former);
    Component *target = isTakenBack || isKept ? former : value;
    if (isInjected && !isKept)
        target = m_registry.findOptional(property.target, { component, property.key() });
    if (!target)
        return;
    insert(target, component, property.key());
    if (nodeOf(target) < Entered && (m_isWhole || value == target || isTakenBack))
        visit(target);
    else if (nodeOf(target) >= 0)
        connectSoft(node, number, target, isInjected);
}

// Finds the service whose object the property points to, or is to point to (R54). It is required, unless it lies on a cycle or may
// stay null, or the component is up without it. What was wired by hand to an object that no service provides is left alone.
void Resolver::connectObject(int node, std::size_t number)
{
    if (!m_registry.members().host()->hasServices)
        return;
    Component *component = m_graph.component(node);
    const ComponentType::Property &property = ComponentPrivate::lastClassOf(component).softProperties[number];
    const QObject *value = Gateway::readAny(component, property);
    if (isVoid())
        return;
    const auto *required = requiredBefore(component, property.key());
    const auto *soft = softBefore(component, number);
    Component *former = required ? m_previous.component(required->node)
                        : soft   ? m_previous.component(soft->node)
                                 : nullptr;
    const bool wasInjected = required ? required->isInjected : soft && soft->isInjected;
    const bool isFormer = former && value == ComponentPrivate::objectOf(former);
    const bool isTakenBack = former && !value && soft && soft->isTakenBack;
    const auto &running = ComponentPrivate::get(component)->running;
    Component *target = former;
    const bool isInjected = !isTakenBack && (!value || (isFormer && wasInjected));
    if (isInjected && !(isFormer && running.holdsDependencies))
        target = m_registry.findService(property.target, { component, property.key() });
    else if (value && !isFormer)
        target = m_registry.serviceOf(value);
    if (!target || target == component || isVoid())
        return;
    const bool isLate = running.hasBegun && !(required && former == target); // what is up has come up without it
    m_keepsWhatIsUp = m_keepsWhatIsUp || isLate;
    if (nodeOf(target) < Entered && (m_isWhole || !property.isOptional))
        return visit(target);
    if (nodeOf(target) < 0)
        return;
    connectSoft(node, number, target, isInjected);
    m_soft[node].back().isRequired = !property.isOptional && !isLate;
}

// A list has every component of the graph that fits. What is patched stands in the place of what it replaces.
void Resolver::connectList(int node, std::size_t number)
{
    const Component *component = m_graph.component(node);
    const ComponentType::Property &property = ComponentPrivate::lastClassOf(component).softProperties[number];
    const std::vector<int> &elements = nodesOf(property.target);
    for (int element : elements) {
        if (element != node)
            connectSoft(node, number, m_graph.component(element), true);
    }
}

void Resolver::connectSoft(int node, std::size_t number, Component *target, bool isInjected)
{
    const Component *component = m_graph.component(node);
    const bool isList = ComponentPrivate::lastClassOf(component).softProperties[number].isList;
    const auto *before = isList ? nullptr : softBefore(component, number);
    const bool isTakenBack = !isInjected && before && before->isTakenBack
                             && m_previous.component(before->node) == target;
    m_soft[node].push_back({ nodeOf(target), unsigned(number), false, isList, isInjected, isTakenBack, true });
}

// The answer holds for one pass, in which the graph may grow: then another pass follows.
const std::vector<int> &Resolver::nodesOf(const QMetaObject *type)
{
    const auto known = m_nodesByType.constFind(type);
    if (known != m_nodesByType.constEnd())
        return *known;
    std::vector<int> nodes;
    std::vector<bool> isKnown(std::size_t(m_graph.size()), false);
    if (m_found.empty())
        m_found = m_graph.inOrderOf(rootNodes());
    for (int node : m_found) {
        Component *component = m_graph.component(node);
        if (!component || !ComponentPrivate::typeOf(component)->inherits(type))
            continue;
        const int replacement = nodeOf(m_registry.replacementOf(component));
        const int element = replacement >= 0 ? replacement : node;
        if (!isKnown[element])
            nodes.push_back(element);
        isKnown[element] = true;
    }
    return *m_nodesByType.insert(type, nodes);
}

// Returns the nodes of the added components, in the order in which they were added, also if only one is to be set up: lists keep
// that order.
std::vector<int> Resolver::rootNodes()
{
    std::vector<int> nodes;
    for (int index = 0; index < m_registry.members().rootCount(); ++index) {
        const Component *component = m_registry.members().root(index);
        if (const int node = component ? nodeOf(component) : -1; node >= 0)
            nodes.push_back(node);
    }
    return nodes;
}

// Returns what the node depends on, in order of declaration.
std::vector<Arrangement::Neighbour> Resolver::waysOf(int node) const
{
    std::vector<Arrangement::Neighbour> ways;
    const Component *component = m_graph.component(node);
    if (!component)
        return ways;
    const auto required = m_graph.dependencies(node);
    const auto &soft = m_soft[node];
    const ComponentType &type = ComponentPrivate::lastClassOf(component);
    int nextSoft = 0;
    for (int place : type.order) {
        if (place >= 0) {
            if (place < required.size())
                ways.push_back({ required.first[place].node, -1 });
            continue;
        }
        const unsigned number = unsigned(~place);
        for (; nextSoft < int(soft.size()) && soft[nextSoft].property == number; ++nextSoft)
            ways.push_back({ soft[nextSoft].node, nextSoft, unsigned(type.softProperties[number].key()) });
    }
    for (int place = int(type.properties.size()); place < required.size(); ++place) // those without a property
        ways.push_back({ required.first[place].node, -1 });
    for (; nextSoft < int(soft.size()); ++nextSoft)
        ways.push_back({ soft[nextSoft].node, nextSoft });
    return ways;
}

// Returns what the next dependency of the frame points to if it was wired by hand. If the conductor injected it in an
// earlier run that is over, or if it is null, returns the instance that stands for its class. The result is nullptr if the
// dependency belongs to another conductor, if a component that is up has lost it, because that one gets no other, or if the
// component ignores it, unless it holds that dependency from before.
Component *Resolver::findDependency(Frame &frame)
{
    const ComponentType::Property &property = frame.property();
    Component *value = valueOf(frame);
    if (isVoid())
        return nullptr;
    const ComponentPrivate *d = ComponentPrivate::get(frame.component);
    const bool isKnown = d->running.node >= 0 && d->running.node < m_previous.size()
                         && m_previous.component(d->running.node) == frame.component;
    const auto *before = isKnown ? m_previous.dependencies(d->running.node).begin() + frame.next : nullptr;
    const bool isAsBefore = value && before && m_previous.component(before->node) == value;
    frame.isInjected = !value || (isAsBefore && before->isInjected);
    if (Q_UNLIKELY(d->ignores(property.key())) && !(isAsBefore && d->running.holdsDependencies)) {
        frame.isInjected = frame.isInjected && value; // what the conductor had injected becomes null
        m_keepsWhatIsUp = true;
        return nullptr;
    }
    m_keepsWhatIsUp = m_keepsWhatIsUp || (frame.isInjected && d->running.holdsDependencies);
    if (!frame.isInjected && isForeign(value)) {
        checkForeign(value, frame.component, property.key());
        m_foreign.push_back({ frame.component, property.key(), value, false });
        return nullptr;
    }
    if (!frame.isInjected || (value && d->running.holdsDependencies)) {
        insert(value, frame.component, property.key());
        return value;
    }
    if (d->running.hasBegun)
        return nullptr;
    return m_registry.resolve(property.target, { frame.component, property.key() });
}

// A property that was null when the resolver began isn't read again, unless a component has come or gone since: its
// constructor may have set the property.
Component *Resolver::valueOf(const Frame &frame) const
{
    if (frame.isUnwired && m_registry.version() == m_version)
        return nullptr;
    return readLiving(frame.component, frame.property());
}

// Returns nullptr for a component that is being destroyed: properties are set to null one after the other then (R5), and a
// setter may begin a setup before the last one is.
Component *Resolver::readLiving(Component *component, const ComponentType::Property &property)
{
    Component *value = Gateway::read(component, property);
    return value && ComponentPrivate::get(value)->isBeingDestroyed ? nullptr : value;
}

int &Resolver::nodeOf(const Component *component)
{
    return nodeAt(m_registry.members().indexOf(component));
}

int &Resolver::nodeAt(int member)
{
    if (std::size_t(member) >= m_nodes.size())
        m_nodes.resize(std::size_t(m_registry.members().size()), Unknown);
    return m_nodes[std::size_t(member)];
}

void Resolver::throwCycle(Component *repeated) const
{
    QList<Component *> chain;
    QString message;
    for (const Frame &frame : m_frames) {
        chain.append(frame.component);
        message += frame.isAtNeeded() ? ComponentPrivate::classNameOf(frame.component)
                                      : ComponentPrivate::nameOf(frame.component, frame.property().key());
        message += QLatin1String(" -> ");
    }
    chain.append(repeated);
    message += ComponentPrivate::classNameOf(repeated);
    message = Text::tr("Circular dependency: %1").arg(message);
    const Frame &last = m_frames.back();
    if (last.component == repeated && last.isInjected && !last.isAtNeeded()
        && isMadeByQmlEngine(repeated->metaObject())) // R28: its own class
        message =
                Text::tr(
                        "%1. The property %2 isn't set, and the component that was found by its type %3 is the one that "
                        "declares it: set the property to the component that it needs")
                        .arg(message,
                             QString::fromUtf8(
                                     repeated->metaObject()->property(last.property().pointer.index()).name()),
                             nameOf(last.property().target));
    throw CircularDependencyError(message, chain);
}

} // namespace QConductor
