// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#ifndef STATUSLINE_H
#define STATUSLINE_H

#include "catalogue.h"
#include "feed.h"

#include <QConductor/Conductor>

#include <QtWidgets/qstatusbar.h>

QT_FORWARD_DECLARE_CLASS(QLabel)

// Says at the bottom of the window what isn't as it should be, or not yet: the state of the feed, what waits for it, how
// often it was set up again, and whether the catalogue is still loading.
class StatusLine : public QStatusBar
{
    Q_OBJECT

public:
    explicit StatusLine(QConductor::Conductor &conductor);

private:
    void update();
    QString stateOfFeed() const;
    QStringList waiting() const;

    QConductor::Conductor &m_conductor;
    const Shop::Feed *m_feed;
    const Shop::Catalogue *m_catalogue;
    QLabel *m_state;
    QLabel *m_degraded;
    QLabel *m_restarts;
    QLabel *m_articles;
};

#endif
