// SPDX-FileCopyrightText: The QConductor authors
// SPDX-License-Identifier: BSD-3-Clause

#include "orderdesk.h"

#include "noteeditor.h"
#include "ordertable.h"
#include "statusline.h"

#include <QConductor/Error>
#ifdef ORDERDESK_HAS_INSPECTOR
#  include <QConductor/Inspector>
#endif

#include <QtWidgets/qapplication.h>
#include <QtWidgets/qboxlayout.h>
#include <QtWidgets/qlabel.h>
#include <QtWidgets/qmenubar.h>
#include <QtWidgets/qmessagebox.h>
#include <QtWidgets/qprogressbar.h>
#include <QtWidgets/qprogressdialog.h>
#include <QtWidgets/qstackedwidget.h>
#include <QtWidgets/qtoolbar.h>

#include <algorithm>

using namespace QConductor;

OrderDesk::OrderDesk()
{
    m_conductor.setScheduling(Conductor::Scheduling::AsReady);
    m_conductor.setSetupTimeout(20000);
    m_conductor.add<Shop::Ledger>();
    addFeed();
    m_conductor.add<Shop::Notes>();
    m_conductor.add<Shop::Catalogue>()->setStartMode(Component::StartMode::Deferred);
    build();
    feedProgress();
    connect(&m_conductor, &Conductor::stateChanged, this, &OrderDesk::followState);
    m_conductor.setWindow(this); // closing it asks the components, and it stays open until all are shut down
    m_conductor.setFailureHandler([this](const Error &error) { return askWhatToDo(error); });
}

// A feed that fails is set up again after half a second, and then after ever longer delays. Only tries in a row are counted:
// the window is shorter than the lifetime of a connection.
void OrderDesk::addFeed()
{
    auto *feed = m_conductor.add<Shop::Feed>();
    feed->setRestartPolicy(Component::RestartPolicy::OnFailure);
    feed->setRestartDelay(500);
    feed->setRestartWindow(15000);
}

void OrderDesk::followState(Conductor::State state)
{
    if (state == Conductor::State::SettingUp)
        return showProgress();
    m_progress->hide();
    m_splash.hide();
    if (state == Conductor::State::Active)
        showOrders();
    else if (state == Conductor::State::ShuttingDown)
        showSaving();
}

// Whoever has called setup(), it returns the same future again. The splash screen comes last: when it is shown, it processes
// events, in which a short setup may end.
void OrderDesk::showProgress()
{
    m_setup.setFuture(m_conductor.setup());
    m_pages->setCurrentIndex(Empty);
    m_progress->setLabelText(tr("Order Desk is starting …"));
    placeProgress();
    m_progress->show();
    if (!isVisible())
        m_splash.show();
}

// Under the splash screen, or in the middle of the window when that is there already.
void OrderDesk::placeProgress()
{
    m_progress->adjustSize();
    QRect place = m_progress->rect();
    if (isVisible()) {
        place.moveCenter(geometry().center());
    } else {
        place.moveCenter(m_splash.geometry().center());
        place.moveTop(m_splash.geometry().bottom() + 12);
    }
    m_progress->move(place.topLeft());
}

// The future of setup() is all that the dialog knows, and pressing Cancel all that the future hears of it.
void OrderDesk::feedProgress()
{
    connect(&m_setup, &QFutureWatcherBase::progressRangeChanged, m_progress, &QProgressDialog::setRange);
    connect(&m_setup, &QFutureWatcherBase::progressValueChanged, m_progress, &QProgressDialog::setValue);
    connect(&m_setup, &QFutureWatcherBase::progressTextChanged, this, &OrderDesk::showProgressText);
    connect(&m_conductor, &Conductor::componentFailed, m_progress, [this](const Component *, const QString &message) {
        m_progress->setLabelText(tr("Failed, will be tried again: %1").arg(message));
    });
    connect(m_progress, &QProgressDialog::canceled, &m_setup, &QFutureWatcherBase::cancel);
}

// The text is the name of a component that has become active or, after its name, what a hook tells.
void OrderDesk::showProgressText(const QString &text)
{
    const QList<Component *> components = m_conductor.components();
    const bool isName = std::any_of(components.begin(), components.end(),
                                    [&](const Component *component) { return component->displayName() == text; });
    if (!text.isEmpty())
        m_progress->setLabelText(isName ? tr("%1 is ready").arg(text) : text);
}

void OrderDesk::showOrders()
{
    m_table->setOrders(m_conductor.component<Shop::Database>()->orders());
    m_pages->setCurrentIndex(Orders);
    m_whatFollows->setText(tr("The window closes when everything is safe."));
    m_actions->setEnabled(true);
    show();
}

//! [ask]
FailureAction OrderDesk::askWhatToDo(const Error &error)
{
    QStringList causes { error.message() };
    if (const auto *setup = dynamic_cast<const SetupError *>(&error)) {
        causes.clear();
        for (const Failure &failure : setup->failures())
            causes += tr("%1: %2").arg(failure.displayName, failure.message);
    }
    const QString text =
            causes.join(QLatin1Char('\n')).toHtmlEscaped().replace(QLatin1Char('\n'), QLatin1String("<br>"));
    m_failure->setText(tr("<b>Order Desk could not start.</b><p>%1</p>").arg(text));
    m_failure->setDetailedText(error.message());
    show();
    if (m_failure->exec() != QMessageBox::Retry)
        return FailureAction::Quit;
    m_conductor.component<Shop::Feed>()->setProperty("broken", false);
    return FailureAction::Retry;
}
//! [ask]

// To see what happens when the network is broken at the start. Retry finds it repaired. The setup waits for the end of the
// shutdown; closing the window meanwhile cancels it.
void OrderDesk::startAgainOffline()
{
    m_conductor.component<Shop::Feed>()->setProperty("broken", true);
    m_whatFollows->setText(tr("Then everything starts again."));
    m_conductor.shutdown();
    m_conductor.setup();
}

void OrderDesk::showSaving()
{
    m_actions->setEnabled(false);
    m_saving->setText(tr("Closing …"));
    m_pages->setCurrentIndex(Saving);
}

void OrderDesk::showWhatIsSaved()
{
    QStringList lines;
    for (const Component *component : m_conductor.components()) {
        if (component->state() == Component::State::ShuttingDown)
            lines += tr("%1 is saving …").arg(component->displayName());
    }
    if (!lines.isEmpty())
        m_saving->setText(lines.join(QLatin1Char('\n')));
}

void OrderDesk::buildActions()
{
    QAction *quit = menuBar()->addMenu(tr("&File"))->addAction(tr("&Quit"), qApp, &QCoreApplication::quit);
    quit->setShortcut(QKeySequence::Quit);
#ifdef ORDERDESK_HAS_INSPECTOR
    QMenu *tools = menuBar()->addMenu(tr("&Tools"));
    tools->addAction(tr("&Inspector"), this, [this] { showInspector(m_conductor); })->setShortcut(Qt::Key_F12);
#endif

    auto *feed = m_conductor.component<Shop::Feed>();
    m_actions = addToolBar(tr("Feed"));
    m_actions->setMovable(false);
    QAction *lose = m_actions->addAction(tr("Lose the connection"), feed, &Shop::Feed::loseConnection);
    m_actions->addAction(tr("Restart the feed"), this, [this, feed] { m_conductor.restart(feed); });
    m_actions->addSeparator();
    m_actions->addAction(tr("Start again offline"), this, &OrderDesk::startAgainOffline);
    connect(feed, &Component::stateChanged, lose, [lose, feed] { lose->setEnabled(feed->isActive()); });
}

void OrderDesk::build()
{
    setWindowTitle(tr("Order Desk"));
    resize(840, 480);

    buildActions();
    setStatusBar(new StatusLine(m_conductor));
    m_pages = new QStackedWidget;
    m_pages->insertWidget(Orders, buildOrderPage());
    m_pages->insertWidget(Saving, buildSavingPage());
    m_pages->insertWidget(Empty, new QWidget);
    setCentralWidget(m_pages);
    buildDialogs();

    connect(&m_conductor, &Conductor::activated, this, [this] {
        for (Component *component : m_conductor.components())
            connect(component, &Component::stateChanged, this, &OrderDesk::showWhatIsSaved, Qt::UniqueConnection);
    });
}

QWidget *OrderDesk::buildOrderPage()
{
    auto *page = new QWidget;
    m_table = new OrderTable;
    m_noteEditor = new NoteEditor(m_conductor.component<Shop::Notes>());
    auto *layout = new QVBoxLayout(page);
    layout->setContentsMargins({});
    layout->setSpacing(0);
    layout->addWidget(m_table);
    layout->addWidget(m_noteEditor);
    return page;
}

QWidget *OrderDesk::buildSavingPage()
{
    auto *page = new QWidget;
    auto *layout = new QVBoxLayout(page);
    m_saving = new QLabel;
    m_saving->setAlignment(Qt::AlignCenter);
    m_saving->setStyleSheet(QStringLiteral("font-size: 20px; font-weight: bold"));
    auto *busy = new QProgressBar;
    busy->setRange(0, 0);
    busy->setFixedWidth(260);
    m_whatFollows = new QLabel;
    m_whatFollows->setAlignment(Qt::AlignCenter);
    layout->setSpacing(14);
    layout->addStretch();
    layout->addWidget(m_saving);
    layout->addWidget(busy, 0, Qt::AlignCenter);
    layout->addWidget(m_whatFollows);
    layout->addStretch();
    return page;
}

void OrderDesk::buildDialogs()
{
    m_progress = new QProgressDialog({}, tr("Cancel"), 0, 0);
    m_progress->setParent(this, Qt::Dialog);
    m_progress->setMinimumDuration(0);
    m_progress->setMinimumWidth(360);
    m_progress->setAutoReset(false);
    m_progress->setAutoClose(false);
    m_progress->hide();

    m_failure = new QMessageBox(QMessageBox::Critical, windowTitle(), {}, QMessageBox::Retry, this);
    m_failure->addButton(tr("Quit"), QMessageBox::RejectRole);
}
