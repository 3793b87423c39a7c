// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "statusline.h"

#include <QtWidgets/qlabel.h>

using namespace QConductor;

StatusLine::StatusLine(Conductor &conductor)
    : m_conductor(conductor),
      m_feed(conductor.component<Shop::Feed>()),
      m_catalogue(conductor.component<Shop::Catalogue>()),
      m_state(new QLabel),
      m_degraded(new QLabel),
      m_restarts(new QLabel),
      m_articles(new QLabel)
{
    m_degraded->setStyleSheet(QStringLiteral("background: #fff1d6; color: #6b4700; padding: 2px 8px"));
    for (QLabel *label : { m_state, m_restarts, m_articles })
        label->setContentsMargins(8, 2, 8, 2);
    setSizeGripEnabled(false);
    addWidget(m_state);
    addWidget(m_degraded);
    addPermanentWidget(m_restarts);
    addPermanentWidget(m_articles);

    for (const Component *component : conductor.components())
        connect(component, &Component::stateChanged, this, &StatusLine::update);
    connect(&conductor, &Conductor::degradedChanged, this, &StatusLine::update);
    connect(m_feed, &Component::restartCountChanged, this, &StatusLine::update);
    connect(&conductor, &Conductor::stateChanged, m_articles, &QLabel::clear);
    connect(&conductor, &Conductor::activated, this, [this] { m_articles->setText(tr("The catalogue is loading …")); });
    connect(&conductor, &Conductor::settled, this,
            [this] { m_articles->setText(tr("%L1 articles").arg(m_catalogue->count())); });
    update();
}

void StatusLine::update()
{
    m_state->setText(stateOfFeed());
    m_degraded->setVisible(m_conductor.isDegraded());
    const QStringList names = waiting();
    m_degraded->setText(names.isEmpty() ? tr("Degraded") : tr("Degraded: %1 waits").arg(names.join(tr(", "))));
    m_restarts->setText(tr("Restarts: %1").arg(m_feed->restartCount()));
}

QString StatusLine::stateOfFeed() const
{
    switch (m_feed->state()) {
    case Component::State::Active: return tr("The feed is connected.");
    case Component::State::SettingUp: return tr("The feed connects …");
    case Component::State::Failed: return tr("The feed failed: %1.").arg(m_feed->errorString());
    default: return tr("The feed is closed.");
    }
}

// What is down because the feed has failed, and what is to come up after it.
QStringList StatusLine::waiting() const
{
    QStringList names;
    for (const Component *component : m_conductor.components()) {
        const bool isLeftOut = component->state() == Component::State::Inactive && !component->errorString().isEmpty();
        if (isLeftOut || component->state() == Component::State::Waiting)
            names += component->displayName();
    }
    return names;
}
