// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "running/wiring_p.h"

#include "async/futureoutcome_p.h"
#include "meta/dependencytraps_p.h"
#include "meta/logging_p.h"
#include "meta/naming_p.h"
#include "meta/text_p.h"

#include <algorithm>

namespace QConductor {

namespace {

int find(const DependencyGraph &graph, const Component *component, int from)
{
    for (int node = from; node < graph.size(); ++node) {
        if (graph.component(node) == component)
            return node;
    }
    return -1;
}

// Returns the class that has the property: that of the component, or of its object.
const QMetaObject *ownerType(const Component *component, const ComponentType::Property &property)
{
    const QObject *object = property.isOfObject ? ComponentPrivate::objectOf(component) : nullptr;
    return object ? object->metaObject() : component->metaObject();
}

} // namespace

void Wiring::setGraph(DependencyGraph graph, std::vector<ForeignDependency> foreign)
{
    ++m_version;
    m_former = std::exchange(m_graph, std::move(graph));
    m_formerLeft = m_former.size();
    m_toReview = std::exchange(m_kept, {});
    keepTakenBack(std::exchange(m_foreign, std::move(foreign)));
    watchForeign();
}

// The search for the graph has found null in these properties.
void Wiring::keepTakenBack(std::vector<ForeignDependency> former)
{
    for (ForeignDependency &foreign : former) {
        const auto isSame = [&foreign](const ForeignDependency &other) {
            return other.holder == foreign.holder && other.property == foreign.property;
        };
        const bool isLiving = foreign.holder && foreign.value;
        if (foreign.isTakenBack && isLiving && std::none_of(m_foreign.begin(), m_foreign.end(), isSame))
            m_foreign.push_back(std::move(foreign));
    }
}

// When a component of another conductor is destroyed, the properties that point to it become null, as those that point to one of
// this conductor do (R5).
void Wiring::watchForeign()
{
    m_foreignWatch = m_foreign.empty() ? nullptr : std::make_unique<QObject>();
    for (std::size_t index = 0; index < m_foreign.size(); ++index) {
        const auto &[holder, property, value, isTakenBack] = m_foreign[index];
        if (!value) // it was destroyed while the graph was being found
            continue;
        const Injection injection { holder, property, value, value };
        const bool isRequired = holder && Wiring::isRequired(holder, property);
        const QString name = ComponentPrivate::nameOf(value);
        QObject::connect(value, &QObject::destroyed, m_foreignWatch.get(),
                         [this, injection, name, isRequired] { foreignDestroyed(injection, name, isRequired); });
        QObject::connect(value, &Component::stateChanged, m_foreignWatch.get(),
                         [this, index](Component::State state) { foreignMoved(index, state); });
    }
}

void Wiring::foreignDestroyed(const Injection &injection, const QString &name, bool isRequired)
{
    if (injection.holder && ComponentPrivate::get(injection.holder)->running.holdsDependencies)
        qCWarning(lcConductor).noquote() << ComponentPrivate::nameOf(injection.holder, injection.property)
                                         << "has lost a component of another conductor, which was destroyed";
    Injections::giveBack(injection);
    if (isRequired && m_foreignLeft && injection.holder)
        m_foreignLeft(injection, name);
}

// When a component of another conductor leaves Active, what requires it has failed (R4). An optional property is null until that
// component is active again (R40).
void Wiring::foreignMoved(std::size_t index, Component::State state)
{
    ForeignDependency &foreign = m_foreign[index];
    if (!foreign.holder || !foreign.value)
        return;
    const QPointer<Component> holder = foreign.holder;
    const bool isUp = state == Component::State::Active;
    const Injection injection { holder, foreign.property, foreign.value, foreign.value };
    if (isRequired(holder, foreign.property)) {
        if (!isUp && m_foreignLeft)
            m_foreignLeft(injection, ComponentPrivate::nameOf(foreign.value));
        return;
    }
    const int version = m_version;
    const bool isHeld = ComponentPrivate::get(holder)->running.holdsDependencies;
    if (isUp && std::exchange(foreign.isTakenBack, false)) {
        Gateway::setIfNull(holder, foreign.property, foreign.value);
    } else if (!isUp && !foreign.isTakenBack && isHeld) {
        const bool isTaken = Gateway::setToNull(holder, foreign.property, foreign.value);
        if (version == m_version) // a setter may have another graph set
            m_foreign[index].isTakenBack = isTaken;
    }
}

bool Wiring::isRequired(const Component *holder, int property)
{
    const ComponentType &type = ComponentPrivate::classOf(holder);
    for (std::size_t i = 0; i < type.properties.size(); ++i) {
        if (type.properties[i].key() == property)
            return true;
    }
    return false;
}

// Tells if the setter hasn't kept what it was given. A setter is checked once for each class, because reading back costs more
// than the injection.
void Wiring::checkKept(Component *component, std::size_t property, const Component *value)
{
    const ComponentType &type = ComponentPrivate::lastClassOf(component);
    type.properties[property].isSetterKnown.storeRelaxed(true);
    const int index = type.properties[property].pointer.index();
    const QMetaObject *metaObject = ownerType(component, type.properties[property]);
    if (Gateway::read(component, type.properties[property]) != value)
        tellOfIgnoredValue(metaObject, index);
}

void Wiring::restart()
{
    m_entered = 0;
    m_left = m_graph.size() + m_formerLeft + m_toReview.size();
}

int Wiring::nodeOf(const Component *component) const
{
    const int node = ComponentPrivate::get(component)->running.node;
    if (node >= 0 && node < m_graph.size() && m_graph.component(node) == component)
        return node;
    return find(m_graph, component, m_entered);
}

bool Wiring::isAsFound(int node) const
{
    Component *component = m_graph.component(node);
    if (!component)
        return false;
    const ComponentType &type = ComponentPrivate::classOf(component);
    const auto edges = m_graph.dependencies(node);
    const auto &needed = ComponentPrivate::get(component)->extras().needed;
    const auto isBare = [](const auto &edge) { return edge.property == DependencyGraph::noProperty; };
    if (edges.size() < int(type.properties.size()) || std::count_if(edges.begin(), edges.end(), isBare) != needed.size()
        || !hasObjectsAsFound(node))
        return false;
    const auto *edge = edges.begin();
    for (const auto &property : type.properties) {
        const Component *known = m_graph.component(edge->node);
        const Component *value = Gateway::read(component, property);
        if (!known || (value != known && (value || !edge->isInjected)))
            return false;
        ++edge;
    }
    for (std::size_t number = 0; number < type.softProperties.size(); ++number) {
        const auto &property = type.softProperties[number];
        if (property.isList || property.isObject || ComponentPrivate::get(component)->ignores(property.key()))
            continue;
        const Component *value = Gateway::read(component, property);
        const auto *edge = softEdge(node, number);
        const bool isForeign = value && this->isForeign(component, property.key(), value);
        const bool isKnown = isForeign ? value->isActive() : edge && value == m_graph.component(edge->node);
        if (value && !isKnown)
            return false;
    }
    return true;
}

// The same for properties that point to objects. If one is null, a service may have been added that provides it.
bool Wiring::hasObjectsAsFound(int node) const
{
    Component *component = m_graph.component(node);
    const ComponentType &type = ComponentPrivate::lastClassOf(component);
    if (!type.hasObjects || !ComponentPrivate::get(component)->membership.host->hasServices)
        return true;
    for (std::size_t number = 0; number < type.softProperties.size(); ++number) {
        const auto &property = type.softProperties[number];
        if (!property.isObject)
            continue;
        const auto *required = m_graph.dependencyBy(node, property.key());
        const auto *soft = softEdge(node, number);
        const int other = required ? required->node : soft ? soft->node : -1;
        const Component *known = other >= 0 ? m_graph.component(other) : nullptr;
        const QObject *value = Gateway::readAny(component, property);
        if (!known || (value && value != ComponentPrivate::objectOf(known)))
            return false;
    }
    return true;
}

// Returns the first edge of the property that isn't required; nullptr: none.
const DependencyGraph::SoftEdge *Wiring::softEdge(int node, std::size_t number) const
{
    const auto edges = m_graph.softDependencies(node);
    const auto *found = std::find_if(edges.begin(), edges.end(),
                                     [number](const auto &edge) { return edge.property == number; });
    return found == edges.end() ? nullptr : found;
}

// Returns whether the property, which has that value, was wired to a component of another conductor.
bool Wiring::isForeign(const Component *holder, int property, const QObject *value) const
{
    return std::any_of(m_foreign.begin(), m_foreign.end(), [&](const ForeignDependency &foreign) {
        return foreign.holder == holder && foreign.property == property && foreign.value
               && (value ? foreign.value == value : foreign.isTakenBack);
    });
}

// The holder is about to begin. What the constructor of its object has set stays.
void Wiring::injectRequiredObject(int node, std::size_t number)
{
    Component *holder = m_graph.component(node);
    const ComponentType::Property &property = ComponentPrivate::lastClassOf(holder).softProperties[number];
    const auto *edge = property.isObject ? m_graph.dependencyBy(node, property.key()) : nullptr;
    Component *target = edge && edge->isInjected ? m_graph.component(edge->node) : nullptr;
    QObject *value = target ? ComponentPrivate::objectOf(target) : nullptr;
    if (!value)
        return;
    const QPointer<Component> guard(holder);
    const QPointer<QObject> content(value);
    Gateway::write(holder, property, value);
    if (!guard || property.isSetterKnown.loadRelaxed())
        return;
    property.isSetterKnown.storeRelaxed(true);
    const int index = property.pointer.index();
    const QMetaObject *type = ownerType(holder, property);
    if (Gateway::readAny(holder, property) != value && content)
        tellOfIgnoredValue(type, index);
}

// The holder is about to begin.
void Wiring::injectSoft(int node, std::size_t number)
{
    const int version = m_version;
    Component *holder = m_graph.component(node);
    const ComponentType::Property &property = ComponentPrivate::lastClassOf(holder).softProperties[number];
    const QPointer<Component> guard(holder);
    const int index = property.pointer.index();
    const QMetaObject *type = ownerType(holder, property);
    const bool hasSet = update(node, number, Others::Go);
    if (!hasSet || !guard || version != m_version || property.isSetterKnown.loadRelaxed())
        return;
    property.isSetterKnown.storeRelaxed(true);
    if (update(node, number, Others::Go)) // it isn't there, although it was set
        tellOfIgnoredValue(type, index);
}

void Wiring::tellSoftHolders(int node)
{
    const int version = m_version;
    std::vector<std::pair<int, std::size_t>> told;
    for (const auto &dependent : m_graph.softDependents(node)) {
        if (dependent.property != DependencyGraph::noProperty && isHolding(dependent.node))
            told.emplace_back(dependent.node, dependent.property);
    }
    for (const auto &[holder, number] : told) {
        if (version == m_version && isHolding(holder)) // a setter may change that
            updateOrLog(holder, number);
    }
}

// There is another graph.
void Wiring::refresh(int node)
{
    const int version = m_version;
    const Component *holder = m_graph.component(node);
    const std::size_t count = holder ? ComponentPrivate::lastClassOf(holder).softProperties.size() : 0;
    for (std::size_t number = 0; number < count && version == m_version && m_graph.component(node); ++number)
        updateOrLog(node, number);
}

void Wiring::updateOrLog(int node, std::size_t number)
{
    try {
        if (isHolding(node))
            update(node, number, Others::Stay);
        else
            dropOthers(node, number);
    } catch (...) {
        qCWarning(lcConductor).noquote() << messageOf(std::current_exception());
    }
}

// Sets the property to what is offered of the components that its edges lead to. Returns whether it was set.
bool Wiring::update(int node, std::size_t number, Others others)
{
    Component *holder = m_graph.component(node);
    const ComponentType::Property &property = ComponentPrivate::lastClassOf(holder).softProperties[number];
    if (ComponentPrivate::get(holder)->ignores(property.key()))
        return false;
    if (property.isList)
        return updateList(node, property, number);
    if (property.isObject && !softEdge(node, number)) // it is required, wired by hand, or nothing provides it
        return false;
    const int version = m_version;
    const QObject *value = Gateway::readAny(holder, property);
    if (version != m_version || m_graph.component(node) != holder || isForeign(holder, property.key(), value))
        return false;
    const auto *edge = softEdge(node, number);
    Component *component = edge ? m_graph.component(edge->node) : nullptr;
    QObject *target = ComponentPrivate::valueOf(component, property.isObject);
    QObject *wanted = component && isOffered(component) ? target : nullptr;
    const bool isOther = value && value != target && (others == Others::Stay || property.isObject);
    const bool wasSetToNull = target && !value && !edge->isInjected && !edge->isTakenBack; // by the application
    if (value == wanted || isOther || wasSetToNull)
        return false;
    if (target && !edge->isInjected)
        m_graph.setTakenBack(edge, !wanted);
    Gateway::write(holder, property, wanted);
    return true;
}

bool Wiring::updateList(int node, const ComponentType::Property &property, std::size_t number)
{
    Component *holder = m_graph.component(node);
    const int version = m_version;
    const QList<QObject *> values = Gateway::readList(holder, property);
    if (version != m_version || m_graph.component(node) != holder)
        return false;
    QList<QObject *> wanted;
    for (const auto &edge : m_graph.softDependencies(node)) {
        Component *element = edge.property == number ? m_graph.component(edge.node) : nullptr;
        if (element && isOffered(element))
            wanted.append(element);
    }
    const bool isSame = values.size() == wanted.size() && std::equal(values.begin(), values.end(), wanted.begin());
    if (isSame) // QList would compare empty lists with memcmp() and a null pointer
        return false;
    Gateway::writeList(holder, property, wanted);
    return true;
}

// A holder that is down may still have what it had when it was up. What the graph doesn't know of isn't taken from it when that
// is destroyed, so it is taken now.
bool Wiring::dropOthers(int node, std::size_t number)
{
    Component *holder = m_graph.component(node);
    const ComponentType::Property &property = ComponentPrivate::lastClassOf(holder).softProperties[number];
    const int key = property.key();
    if (property.isObject || ComponentPrivate::get(holder)->ignores(key) || ComponentPrivate::get(holder)->running.hook)
        return false;
    const int version = m_version;
    QList<QObject *> values;
    if (property.isList)
        values = Gateway::readList(holder, property);
    else if (Component *value = Gateway::read(holder, property))
        values = { value };
    if (values.isEmpty() || version != m_version || m_graph.component(node) != holder)
        return false;
    if (!property.isList && isForeign(holder, key, values.first()))
        return false;
    const auto isOther = [&](const QObject *value) {
        for (const auto &edge : m_graph.softDependencies(node)) {
            if (edge.property == number && m_graph.component(edge.node) == value)
                return false;
        }
        return true;
    };
    if (values.removeIf(isOther) == 0)
        return false;
    if (property.isList)
        Gateway::writeList(holder, property, values);
    else
        Gateway::write(holder, property, nullptr);
    return true;
}

void Wiring::giveBackNext()
{
    if (!m_toReview.isEmpty())
        return giveBackOrKeep(m_toReview.takeLast());
    if (m_formerLeft == 0)
        return; // the last injections were taken meanwhile, because their value was destroyed
    const int node = --m_formerLeft;
    const Component *holder = m_former.component(node);
    const bool isLost = holder && nodeOf(holder) < 0;
    Injections lost;
    Injections unused;
    if (isLost)
        lost.addAllInto(m_former, node);
    if (m_formerLeft == 0)
        m_former = {};
    if (isLost && !ComponentPrivate::get(holder)->running.hook)
        ComponentPrivate::get(holder)->running.node = -1;
    for (const Injection &injection : lost)
        (isToBeKept(injection) ? m_kept : unused).add(injection);
    unused.giveBackAll();
}

// It is kept while a hook of its holder runs, or if the holder is in the new graph.
bool Wiring::isToBeKept(const Injection &injection) const
{
    const Component *holder = injection.holder;
    return holder && (ComponentPrivate::get(holder)->running.hook || nodeOf(holder) >= 0);
}

void Wiring::giveBackOrKeep(const Injection &injection)
{
    if (isToBeKept(injection))
        m_kept.add(injection);
    else
        Injections::giveBack(injection);
}

void Wiring::leaveObject(const Component *service)
{
    const QPointer<const Component> guard(service);
    const QObject *object = ComponentPrivate::objectOf(service);
    Injections held;
    if (const int node = nodeOf(service); node >= 0 && object)
        held.addAllInto(m_graph, node);
    held.giveBackAll();
    if (guard && object)
        forgetObject(service, object);
}

void Wiring::forgetObject(const Component *service, const QObject *object)
{
    Injections held;
    held.addAll(m_kept);
    held.addAll(m_toReview);
    if (const int node = nodeOf(service); node >= 0)
        held.addAllOf(m_graph, node);
    if (const int node = m_formerLeft > 0 ? find(m_former, service, 0) : -1; node >= 0)
        held.addAllOf(m_former, node);
    held.keepOnly(object);
    for (const Injection &injection : held) { // also what was wired by hand
        if (injection.holder)
            Gateway::setToNull(injection.holder, injection.property, object);
    }
}

void Wiring::forget(Component *component)
{
    Injections held = m_kept.takeAllOf(component);
    held.addAll(m_toReview.takeAllOf(component));
    if (const int node = nodeOf(component); node >= 0) {
        if (ComponentPrivate::objectOf(component)) // its object may live on
            held.addAllInto(m_graph, node);
        held.addAllOf(m_graph, node);
        m_graph.forget(node);
    }
    if (const int node = m_formerLeft > 0 ? find(m_former, component, 0) : -1; node >= 0) {
        held.addAllOf(m_former, node);
        m_former.forget(node);
    }
    held.giveBackAll();
}

Component *Wiring::dependency(int node, const DependencyGraph::Edge &edge) const
{
    Component *component = m_graph.component(edge.node);
    if (Q_LIKELY(component || m_foreign.empty()))
        return component;
    const Component *holder = m_graph.component(node);
    const auto isIt = [&](const ForeignDependency &foreign) {
        return foreign.holder == holder && foreign.property == int(edge.property);
    };
    const auto found = std::find_if(m_foreign.begin(), m_foreign.end(), isIt);
    return found == m_foreign.end() ? nullptr : found->value.data();
}

QList<Component *> Wiring::dependencies(const Component *component) const
{
    QList<Component *> held;
    const int node = nodeOf(component);
    if (node < 0 || !ComponentPrivate::get(component)->running.holdsDependencies)
        return held;
    const auto add = [&held](Component *dependency) {
        if (dependency && !held.contains(dependency))
            held.append(dependency);
    };
    const ComponentType &type = ComponentPrivate::lastClassOf(component);
    const auto edges = m_graph.dependencies(node);
    for (int place : type.order) {
        if (place >= 0) {
            if (place < edges.size())
                add(dependency(node, edges.first[place]));
            continue;
        }
        const auto &property = type.softProperties[~place];
        if (const auto *required = property.isObject ? m_graph.dependencyBy(node, property.key()) : nullptr)
            add(dependency(node, *required));
        for (const auto &soft : m_graph.softDependencies(node)) {
            Component *held = soft.property == unsigned(~place) ? m_graph.component(soft.node) : nullptr;
            if (held && isOffered(held))
                add(held);
        }
    }
    for (const auto &edge : edges) {
        if (edge.property == DependencyGraph::noProperty)
            add(dependency(node, edge));
    }
    for (const auto &edge : m_graph.softDependencies(node)) {
        Component *held = edge.property == DependencyGraph::noProperty ? m_graph.component(edge.node) : nullptr;
        if (held && isOffered(held))
            add(held);
    }
    return held;
}

bool Wiring::isRequired(const Component *dependency, const Component *dependent) const
{
    const int node = nodeOf(dependency);
    if (node < 0)
        return false;
    const auto dependents = m_graph.dependents(node);
    return std::any_of(dependents.begin(), dependents.end(),
                       [&](int other) { return m_graph.component(other) == dependent; });
}

bool Wiring::isOptional(const Component *component) const
{
    const int node = nodeOf(component);
    return node >= 0 && m_graph.dependents(node).size() == 0 && m_graph.softDependents(node).size() > 0;
}

QList<Component *> Wiring::dependents(const Component *component) const
{
    QList<Component *> holders;
    const int node = nodeOf(component);
    if (node < 0)
        return holders;
    std::vector<int> dependents(m_graph.dependents(node).begin(), m_graph.dependents(node).end());
    if (isOffered(component)) {
        for (const auto &dependent : m_graph.softDependents(node))
            dependents.push_back(dependent.node);
        std::sort(dependents.begin(), dependents.end());
    }
    for (int dependent : dependents) { // ascending, and once for each property
        Component *holder = isHolding(dependent) ? m_graph.component(dependent) : nullptr;
        if (holder && (holders.isEmpty() || holders.last() != holder))
            holders.append(holder);
    }
    return holders;
}

} // namespace QConductor
